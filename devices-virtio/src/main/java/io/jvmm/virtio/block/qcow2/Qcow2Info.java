package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an image in qcow2 format says of itself.
 *
 * @param version of the format: 2 or 3
 * @param size how many bytes the disk has
 * @param clusterSize in bytes, a power of two from 512 to 2 MiB
 * @param backingFile the path of the image that it is based on, as it is written in this one: a
 *     relative one starts from this image's directory
 * @param snapshots its internal snapshots, the oldest first
 */
public record Qcow2Info(
    int version,
    long size,
    int clusterSize,
    Optional<String> backingFile,
    List<Qcow2Snapshot> snapshots) {
  /** Keeps a copy of the list. */
  public Qcow2Info {
    snapshots = List.copyOf(snapshots);
  }

  /**
   * Reads it from a file that begins as such an image does; the image it is based on is not looked
   * at.
   *
   * @return empty for any other file
   * @throws io.jvmm.vmm.error.ConfigurationException if there is no such file, if permissions
   *     forbid it, if it is in use, or if the image is damaged
   * @throws io.jvmm.vmm.error.HostException if the host fails otherwise
   */
  public static Optional<Qcow2Info> readIfQcow2(Path path) {
    try (ImageFile file = ImageFile.open(path, true)) {
      return HeaderReader.isQcow2(file) ? Optional.of(read(file)) : Optional.empty();
    }
  }

  private static Qcow2Info read(ImageFile file) {
    Qcow2Header header = HeaderReader.read(file);
    return new Qcow2Info(
        header.version(),
        header.extent().size(),
        header.geometry().clusterSize(),
        header.backing().map(BackingReference::name),
        new SnapshotTable(file, header).list());
  }
}
