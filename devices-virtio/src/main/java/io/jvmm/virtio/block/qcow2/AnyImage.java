package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.vmm.spec.DiskSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Opens disk images of whatever format. */
public final class AnyImage {
  private AnyImage() {}

  /**
   * Opens and locks an image.
   *
   * @param format what it is, if somebody has said; otherwise it is qcow2 if it begins like that,
   *     raw if it begins like none of the well-known formats, and refused if it does
   * @throws io.jvmm.vmm.error.ConfigurationException if it cannot be used, or is in use
   * @throws io.jvmm.vmm.error.HostException if the host fails
   */
  public static DiskImage open(Path path, Optional<DiskSpec.Format> format, boolean readOnly) {
    if (format.isPresent()) {
      return switch (format.get()) {
        case RAW -> RawImage.open(path, readOnly);
        case QCOW2 -> Qcow2Image.open(path, readOnly);
      };
    }
    return Qcow2Info.readIfQcow2(path).isPresent()
        ? Qcow2Image.open(path, readOnly)
        : RawImage.openUndeclared(path, readOnly);
  }
}
