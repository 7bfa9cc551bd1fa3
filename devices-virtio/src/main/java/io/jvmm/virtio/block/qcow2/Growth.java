package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.ImageFile;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.Optional;

/**
 * Whether an image may become larger, as far as its format has a say in it.
 *
 * @param header as the file had it when it was opened
 * @param backing what it is based on
 */
record Growth(ImageFile file, Qcow2Header header, Optional<DiskImage> backing) {
  /**
   * Refuses what the format cannot express.
   *
   * @param from how many bytes the disk has
   * @param to how many it is to have
   * @throws ConfigurationException that says why, and what to do
   */
  void check(long from, long to) {
    Geometry geometry = header.geometry();
    if (to > geometry.maxSize()) {
      throw refused(
          "cannot have %d bytes: with clusters of %d bytes it has at most %d, so ask for less"
              .formatted(to, geometry.clusterSize(), geometry.maxSize()));
    }
    if (!snapshotsKeepSizes()) {
      throw refused(
          "has internal snapshots that do not say how large the disk was, and keeps its size for"
              + " them: delete them with 'qemu-img snapshot -d', or upgrade it with 'qemu-img amend"
              + " -o compat=1.1'");
    }
    if (!header.hasZeroClusters() && backing.isPresent() && showsBacking(from, geometry)) {
      throw refused(
          "is shorter than its backing file, of which it would show more, and its version 2 has no"
              + " way to hide that: upgrade it with 'qemu-img amend -o compat=1.1'");
    }
  }

  /**
   * Version 2 does not ask for their sizes; where they are there, it is not said that they are
   * right.
   */
  private boolean snapshotsKeepSizes() {
    return header.snapshots() == 0
        || (header.version() >= 3 && new SnapshotTable(file, header).keepsSizes());
  }

  /** Whether whole clusters of the backing file lie behind the disk's end. */
  private boolean showsBacking(long end, Geometry geometry) {
    return backing.orElseThrow().size() > geometry.offset(geometry.clustersFor(end));
  }

  private ConfigurationException refused(String why) {
    return BadImage.refused(file.path(), why);
  }
}
