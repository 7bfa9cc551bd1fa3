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
   * @param neverWrite whether it is not to be written whatever the specification says
   * @throws io.jvmm.vmm.error.VmmException if it cannot be used
   */
  static DiskImage open(ResolvedSpec resolved, int index, boolean neverWrite) {
    DiskSpec disk = resolved.spec().disks().get(index);
    Path path = resolved.disks().get(index);
    boolean readOnly = neverWrite || disk.readOnly();
    return disk.format()
        .map(format -> open(path, format, disk.cache(), readOnly))
        .orElseGet(() -> RawImage.openUndeclared(path, readOnly));
  }

  private static DiskImage open(
      Path path, DiskSpec.Format format, DiskSpec.Cache cache, boolean readOnly) {
    return switch (format) {
      case RAW -> openRaw(path, cache, readOnly);
      case QCOW2 -> Qcow2Image.open(path, readOnly);
    };
  }

  private static DiskImage openRaw(Path path, DiskSpec.Cache cache, boolean readOnly) {
    return switch (cache) {
      case HOST -> RawImage.open(path, readOnly);
      case NONE -> DirectImage.open(path, readOnly);
    };
  }

  /** What the disk is to its guest and how it is served, as the specification says. */
  static DiskSettings settings(DiskSpec disk) {
    return new DiskSettings(
        disk.serial().orElse(""), disk.queues(), disk.blockSize(), disk.limit(), disk.engine());
  }
}
