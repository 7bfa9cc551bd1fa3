package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An ext4 file system in a file, made from a directory without root and without mounting anything.
 * In the image all files belong to root, whoever owns the directory.
 *
 * @param contents the directory
 * @param freeBytes how much room is left for new files
 * @param label the volume's name, at most 16 characters
 * @param journal whether it keeps a journal; of no use where it is only read
 */
public record Ext4Image(Path contents, long freeBytes, String label, boolean journal) {
  private static final int BLOCK = 4096;
  private static final int INODE = 256;
  private static final long JOURNAL_BYTES = 64L << 20;
  private static final long ROOT_UID = 0;
  private static final String REMEDY =
      "check the space left on the disk; 'mke2fs' and 'debugfs' are in the package e2fsprogs";

  /**
   * Writes the image.
   *
   * @param toolbox where mke2fs and debugfs come from
   * @param image the file, which must not exist yet
   * @throws HostException if it cannot be written
   */
  public void write(Toolbox toolbox, Path image) {
    try {
      List<Path> files = files();
      run(makeFileSystem(toolbox, image, megabytes(files)));
      if (!ownedByRoot()) {
        giveToRoot(toolbox, image, files);
      }
    } catch (IOException failure) {
      throw new HostException(
          "cannot make %s from %s: %s; check the space left".formatted(image, contents, failure),
          failure);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(contents)) {
      return tree.filter(path -> !path.equals(contents)).sorted().toList();
    }
  }

  private long megabytes(List<Path> files) throws IOException {
    long bytes = freeBytes + (journal ? JOURNAL_BYTES : 0);
    for (Path file : files) {
      long size = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : BLOCK;
      bytes += Math.ceilDiv(size, BLOCK) * BLOCK + INODE;
    }
    // A sixteenth for the file system's own tables, which grow with its size.
    return Math.ceilDiv(bytes + bytes / 16, 1L << 20) + 8;
  }

  private List<String> makeFileSystem(Toolbox toolbox, Path image, long megabytes) {
    List<String> command = new ArrayList<>(toolbox.command(Tool.MKE2FS));
    command.addAll(List.of("-q", "-t", "ext4", "-m", "0", "-L", label));
    command.addAll(List.of("-E", "root_owner=0:0", "-O", journal ? "has_journal" : "^has_journal"));
    command.addAll(List.of("-d", contents.toString(), image.toString(), megabytes + "M"));
    return command;
  }

  private boolean ownedByRoot() throws IOException {
    return ((Number) Files.getAttribute(contents, "unix:uid")).longValue() == ROOT_UID;
  }

  private void giveToRoot(Toolbox toolbox, Path image, List<Path> files) throws IOException {
    Path script = image.resolveSibling(image.getFileName() + ".owners");
    Files.write(script, files.stream().flatMap(this::ownership).toList());
    List<String> command = new ArrayList<>(toolbox.command(Tool.DEBUGFS));
    command.addAll(List.of("-w", "-f", script.toString(), image.toString()));
    run(command);
    Files.delete(script);
  }

  private Stream<String> ownership(Path file) {
    String path = contents.relativize(file).toString();
    if (path.contains("\"") || path.contains("\n")) {
      throw new HostException("the name of %s cannot be given to debugfs".formatted(file));
    }
    return Stream.of("sif \"/%s\" uid 0".formatted(path), "sif \"/%s\" gid 0".formatted(path));
  }

  private static void run(List<String> command) {
    new ExternalProgram(command, REMEDY).run();
  }
}
