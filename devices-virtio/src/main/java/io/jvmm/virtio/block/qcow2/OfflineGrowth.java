package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.vmm.spec.DiskSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Makes disk images larger that no machine has open. */
public final class OfflineGrowth {
  private OfflineGrowth() {}

  /**
   * Opens and locks an image, makes it larger, brings that to stable storage, and closes it.
   *
   * @param format what it is, if somebody has said; otherwise it is qcow2 if it begins like that,
   *     raw if it begins like none of the well-known formats, and refused if it does
   * @param bytes how many bytes the disk has then; as many as it has is no change
   * @return how many it had
   * @throws io.jvmm.vmm.error.ConfigurationException if it cannot be used, is in use, or cannot be
   *     made so large: see {@link DiskImage#grow}
   * @throws io.jvmm.vmm.error.HostException if the host fails
   */
  public static long grow(Path path, Optional<DiskSpec.Format> format, long bytes) {
    try (DiskImage image = open(path, format)) {
      long before = image.size();
      image.grow(bytes);
      image.flush();
      return before;
    }
  }

  private static DiskImage open(Path path, Optional<DiskSpec.Format> format) {
    if (format.isPresent()) {
      return switch (format.get()) {
        case RAW -> RawImage.open(path, false);
        case QCOW2 -> Qcow2Image.open(path, false);
      };
    }
    return Qcow2Info.readIfQcow2(path).isPresent()
        ? Qcow2Image.open(path, false)
        : RawImage.openUndeclared(path, false);
  }
}
