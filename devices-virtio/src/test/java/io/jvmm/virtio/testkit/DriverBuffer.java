package io.jvmm.virtio.testkit;

/**
 * A buffer that a driver gives to a device.
 *
 * @param address guest-physical
 * @param length in bytes, up to 2<sup>32</sup>-1
 * @param isWritable whether the device writes it, instead of reading it
 */
public record DriverBuffer(long address, long length, boolean isWritable) {
  /** A buffer that the device reads. */
  public static DriverBuffer readable(long address, long length) {
    return new DriverBuffer(address, length, false);
  }

  /** A buffer that the device writes. */
  public static DriverBuffer writable(long address, long length) {
    return new DriverBuffer(address, length, true);
  }
}
