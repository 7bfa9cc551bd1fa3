package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.vmm.spec.DiskSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Makes disk images larger that no machine has open. */
public final class OfflineGrowth {
  private OfflineGrowth() {}

  /**
   * Opens and locks an image, makes it larger, brings that to stable storage, and closes it.
   *
   * @param format what it is, if somebody has said; see {@link AnyImage}
   * @param bytes how many bytes the disk has then; as many as it has is no change
   * @return how many it had
   * @throws io.jvmm.vmm.error.ConfigurationException if it cannot be used, is in use, or cannot be
   *     made so large: see {@link DiskImage#grow}
   * @throws io.jvmm.vmm.error.HostException if the host fails
   */
  public static long grow(Path path, Optional<DiskSpec.Format> format, long bytes) {
    try (DiskImage image = AnyImage.open(path, format, false)) {
      long before = image.size();
      image.grow(bytes);
      image.flush();
      return before;
    }
  }
}
