package io.jvmm.load.disk.volume;

import io.jvmm.load.disk.block.Section;
import io.jvmm.load.disk.ext.ExtFileSystem;
import io.jvmm.load.disk.fat.FatFileSystem;
import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is on a disk.
 *
 * @param readable the file systems that can be read, in the order of their partitions
 * @param notes what cannot be read, and what was odd: a line each, with the disk's name
 */
public record Volumes(List<Volume> readable, List<String> notes) {
  /** Keeps copies. */
  public Volumes {
    readable = List.copyOf(readable);
    notes = List.copyOf(notes);
  }

  /**
   * Looks for partitions and file systems. A boot record at the start of a file system is not taken
   * for a partition table.
   *
   * @throws ConfigurationException if the partition table is damaged
   */
  public static Volumes of(Section disk) {
    List<String> notes = new ArrayList<>();
    List<Volume> readable = new ArrayList<>();
    Optional<Mbr> mbr = FatFileSystem.isIn(disk) ? Optional.empty() : Mbr.of(disk);
    if (mbr.isEmpty()) {
      add(Optional.empty(), disk, readable, notes);
      return new Volumes(readable, notes);
    }
    for (Partition partition : partitions(mbr.get(), disk, notes)) {
      add(Optional.of(partition), partition.section(), readable, notes);
    }
    return new Volumes(readable, notes);
  }

  private static List<Partition> partitions(Mbr mbr, Section disk, List<String> notes) {
    return mbr.isProtective() ? Gpt.read(disk, notes) : mbr.partitions();
  }

  private static void add(
      Optional<Partition> partition, Section section, List<Volume> readable, List<String> notes) {
    try {
      Optional<FileSystem> fileSystem = open(section);
      fileSystem.ifPresentOrElse(
          found -> {
            readable.add(new Volume(partition, found));
            found.notes().forEach(note -> notes.add(found.section().name() + ": " + note));
          },
          () -> notes.add(section.name() + " " + whyUnreadable(section)));
    } catch (ConfigurationException e) {
      notes.addAll(e.problems());
    }
  }

  private static Optional<FileSystem> open(Section section) {
    if (ExtFileSystem.isIn(section)) {
      return Optional.of(ExtFileSystem.open(section));
    }
    return FatFileSystem.in(section);
  }

  private static String whyUnreadable(Section section) {
    return UnreadableFormat.of(section)
        .map(UnreadableFormat::description)
        .orElse("has no file system that is known");
  }
}
