package io.jvmm.virtio.block.qcow2;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.nio.file.Path;

/** The two ways to say that an image is bad: when it is opened, and when it is used. */
final class BadImage {
  private BadImage() {}

  /** The image cannot be opened. */
  static ConfigurationException refused(Path path, String why) {
    return new ConfigurationException("disk image %s %s".formatted(path, why));
  }

  /** What the open image says of itself cannot be: this request fails, and others may not. */
  static HostException corrupt(Path path, String what) {
    return new HostException(
        "disk image %s is corrupt: %s; stop the machine and run 'qemu-img check' on it"
            .formatted(path, what));
  }
}
