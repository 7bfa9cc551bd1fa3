package io.jvmm.virtio;

/** The device status field (virtio 1.3, 2.1). Safe for use by any thread. */
final class DeviceStatus {
  static final int DRIVER_OK = 4;
  static final int FEATURES_OK = 8;
  static final int NEEDS_RESET = 64;

  private static final int ACKNOWLEDGE = 1;
  private static final int DRIVER = 2;
  private static final int FAILED = 128;

  /** What a driver may set; NEEDS_RESET is the device's. */
  static final int DRIVER_BITS = ACKNOWLEDGE | DRIVER | DRIVER_OK | FEATURES_OK | FAILED;

  private volatile int bits; // written under this monitor

  int bits() {
    return bits;
  }

  boolean has(int bit) {
    return (bits & bit) != 0;
  }

  /** Sets bits; says which of them were new. */
  synchronized int add(int added) {
    int fresh = added & ~bits;
    bits |= added;
    return fresh;
  }

  synchronized void clear() {
    bits = 0;
  }
}
