package io.jvmm.virtio.block;

import io.jvmm.vmm.error.ConfigurationException;

/** What no image does when it is to become larger, whatever it is kept in. */
public final class ImageGrowth {
  private ImageGrowth() {}

  /**
   * Refuses to make a read-only image larger or any image smaller, and sizes that are no multiple
   * of a unit.
   *
   * @param bytes how many bytes the disk is to have
   * @param unit in bytes
   * @throws ConfigurationException that says which, and what to do
   */
  public static void check(DiskImage image, long bytes, int unit) {
    if (image.isReadOnly()) {
      throw refused(
          image, "is read-only and keeps its size: leave out \"readOnly\" to make it larger");
    }
    if (bytes < image.size()) {
      throw refused(
          image,
          ("has %d bytes and is not cut down to %d: a guest may use what would be cut off; copy what"
                  + " is needed to a smaller disk")
              .formatted(image.size(), bytes));
    }
    if (bytes % unit != 0) {
      throw refused(
          image, "cannot be given %d bytes: ask for a multiple of %d".formatted(bytes, unit));
    }
  }

  private static ConfigurationException refused(DiskImage image, String why) {
    return new ConfigurationException("disk image %s %s".formatted(image.files().getFirst(), why));
  }
}
