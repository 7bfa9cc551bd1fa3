package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A FAT32 file system in a file, made from a directory without mounting anything: what an EFI
 * system partition holds (UEFI 2.10, "File System Format").
 *
 * @param contents the directory
 * @param megabytes its size; below 33 it would have too few clusters for FAT32
 * @param label the volume's name, at most 11 characters
 */
public record FatImage(Path contents, long megabytes, String label) {
  private static final long SECTORS_PER_MEGABYTE = 2048;
  private static final String SECTORS_PER_CLUSTER = "1";

  /** Always the same, so that equal contents give equal volumes. */
  private static final String SERIAL_NUMBER = "4a564d4d";

  private static final String REMEDY =
      "check the space left on the disk; 'mtools' is in the package of that name";

  /** Refuses sizes that are not FAT32's. */
  public FatImage {
    if (megabytes < 33) {
      throw new IllegalArgumentException("%d MiB are too few for FAT32".formatted(megabytes));
    }
  }

  /**
   * Writes the image.
   *
   * @param toolbox where mtools comes from
   * @param image the file, which must not exist yet
   * @throws HostException if it cannot be written
   */
  public void write(Toolbox toolbox, Path image) {
    try (Stream<Path> children = Files.list(contents)) {
      List<String> files = children.map(Path::toString).sorted().toList();
      run(toolbox, "mformat", image, format());
      run(toolbox, "mcopy", image, Stream.of(List.of("-s"), files, List.of("::")));
    } catch (IOException failure) {
      throw new HostException("cannot list %s: %s".formatted(contents, failure), failure);
    }
  }

  private Stream<List<String>> format() {
    String sectors = "" + megabytes * SECTORS_PER_MEGABYTE;
    return Stream.of(
        List.of("-C", "-T", sectors, "-F", "-c", SECTORS_PER_CLUSTER),
        List.of("-v", label, "-N", SERIAL_NUMBER, "::"));
  }

  private static void run(
      Toolbox toolbox, String program, Path image, Stream<List<String>> arguments) {
    List<String> command = new ArrayList<>(toolbox.command(Tool.MTOOLS));
    command.addAll(List.of("-c", program, "-i", image.toString()));
    arguments.forEach(command::addAll);
    new ExternalProgram(command, REMEDY).run();
  }
}
