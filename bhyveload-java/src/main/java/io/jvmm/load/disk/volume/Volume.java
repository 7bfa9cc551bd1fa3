package io.jvmm.load.disk.volume;

import io.jvmm.load.disk.block.Section;
import io.jvmm.load.disk.fs.FileSystem;
import java.util.Optional;

/**
 * A file system that can be read, and where it is.
 *
 * @param partition none if it has the disk for itself
 */
public record Volume(Optional<Partition> partition, FileSystem fileSystem) {
  /** What errors and entries call it, such as {@code disk root.img, partition 1 (ext4)}. */
  public String name() {
    return fileSystem.section().name();
  }

  /** What it is for. */
  public Partition.Role role() {
    return partition.map(Partition::role).orElse(Partition.Role.OTHER);
  }

  /** Its bytes. */
  public Section section() {
    return fileSystem.section();
  }
}
