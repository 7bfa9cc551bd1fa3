package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A disk with a GUID partition table (UEFI 2.10, 5.3), made from images of its partitions. Its
 * identifiers follow from its name: equal names, equal identifiers.
 *
 * @param name tells the disk from others
 * @param partitions what is on it, in order
 */
public record PartitionedDisk(String name, List<Partition> partitions) {
  private static final int SECTOR = 512;
  private static final long MEGABYTE = 1L << 20;
  private static final String REMEDY =
      "check the space left on the disk; 'sfdisk' is in the package fdisk";

  /** Copies the list. */
  public PartitionedDisk {
    partitions = List.copyOf(partitions);
  }

  /** What a partition is for. */
  public enum PartitionType {
    /** An EFI system partition. */
    EFI_SYSTEM("c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
    /** Files of a Linux system. */
    LINUX_FILES("0fc63daf-8483-4772-8e79-3d69d8477de4");

    private final String identifier;

    PartitionType(String identifier) {
      this.identifier = identifier;
    }
  }

  /**
   * A partition.
   *
   * @param name its name in the table, which differs from those of the others
   * @param image what is in it
   * @param bootable carries the attribute "legacy BIOS bootable", by which U-Boot knows where to
   *     look for what it boots
   */
  public record Partition(PartitionType type, String name, Path image, boolean bootable) {}

  /** A partition's place, in bytes. */
  private record Placed(Partition partition, long start, long size) {
    private long end() {
      return start + size;
    }
  }

  /**
   * Writes the disk.
   *
   * @param toolbox where sfdisk comes from
   * @param disk the file, which must not exist yet
   * @throws HostException if it cannot be written
   */
  public void write(Toolbox toolbox, Path disk) {
    Path script = disk.resolveSibling(disk.getFileName() + ".table");
    try {
      List<Placed> placed = place();
      SparseFile.create(disk, placed.getLast().end() + MEGABYTE); // with the table's second copy
      Files.writeString(script, table(placed));
      partition(toolbox, disk, script);
      Files.delete(script);
      for (Placed each : placed) {
        SparseFile.copy(each.partition.image, disk, each.start);
      }
    } catch (IOException failure) {
      throw new HostException(
          "cannot make %s: %s; check the space left".formatted(disk, failure), failure);
    }
  }

  /** Each on a boundary of a megabyte, as partitioning programs do. */
  private List<Placed> place() throws IOException {
    List<Placed> placed = new ArrayList<>();
    long start = MEGABYTE;
    for (Partition each : partitions) {
      long size = Math.ceilDiv(Files.size(each.image), MEGABYTE) * MEGABYTE;
      placed.add(new Placed(each, start, size));
      start += size;
    }
    return placed;
  }

  private String table(List<Placed> placed) {
    String head = "label: gpt\nlabel-id: %s\nunit: sectors\n".formatted(identifier(name));
    return placed.stream().map(this::line).collect(Collectors.joining("\n", head, "\n"));
  }

  private String line(Placed placed) {
    Partition partition = placed.partition;
    return "start=%d, size=%d, type=%s, uuid=%s, name=\"%s\"%s"
        .formatted(
            placed.start / SECTOR,
            placed.size / SECTOR,
            partition.type.identifier,
            identifier(name + "/" + partition.name),
            partition.name,
            partition.bootable ? ", attrs=\"LegacyBIOSBootable\"" : "");
  }

  private static String identifier(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .toUpperCase(Locale.ROOT);
  }

  private static void partition(Toolbox toolbox, Path disk, Path script) {
    List<String> command = new ArrayList<>(toolbox.command(Tool.SFDISK));
    command.addAll(List.of("--quiet", disk.toString()));
    new ExternalProgram(command, REMEDY).runOn(script);
  }
}
