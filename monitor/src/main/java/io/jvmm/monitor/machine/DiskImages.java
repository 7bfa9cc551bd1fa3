package io.jvmm.monitor.machine;

import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.virtio.block.DirectImage;
import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.DiskSettings;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.virtio.block.qcow2.Qcow2Image;
import io.jvmm.vmm.spec.DiskSpec;
import java.nio.file.Path;

/** What the specification says of a disk: the image that it is in, and what the guest sees. */
final class DiskImages {
  private DiskImages() {}

  /**
   * Opens and locks it.
   *
   * @param index which of the machine's disks
   * @throws io.jvmm.vmm.error.VmmException if it cannot be used
   */
  static DiskImage open(ResolvedSpec resolved, int index) {
    DiskSpec disk = resolved.spec().disks().get(index);
    Path path = resolved.disks().get(index);
    return disk.format()
        .map(format -> open(path, format, disk))
        .orElseGet(() -> RawImage.openUndeclared(path, disk.readOnly()));
  }

  private static DiskImage open(Path path, DiskSpec.Format format, DiskSpec disk) {
    return switch (format) {
      case RAW -> openRaw(path, disk);
      case QCOW2 -> Qcow2Image.open(path, disk.readOnly());
    };
  }

  private static DiskImage openRaw(Path path, DiskSpec disk) {
    return switch (disk.cache()) {
      case HOST -> RawImage.open(path, disk.readOnly());
      case NONE -> DirectImage.open(path, disk.readOnly());
    };
  }

  /** What the disk is to its guest and how it is served, as the specification says. */
  static DiskSettings settings(DiskSpec disk) {
    return new DiskSettings(
        disk.serial().orElse(""), disk.queues(), disk.blockSize(), disk.limit(), disk.engine());
  }
}
