package io.jvmm.virtio.block;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.DiskLimitSpec;

/**
 * What a disk is to its guest, whatever its contents.
 *
 * @param serial what the guest reads as its serial number, at most {@value #SERIAL_SIZE} ASCII
 *     characters
 * @param queues how many request queues it has, 1 to {@value #MAX_QUEUES}
 * @param limit how much the guest may ask of it in a second, by all queues together
 */
public record DiskSettings(String serial, int queues, DiskLimitSpec limit) {
  /** The length of the answer to VIRTIO_BLK_T_GET_ID (virtio 1.3, 5.2.6). */
  static final int SERIAL_SIZE = 20;

  /** The most queues: each has a thread of the host's. */
  static final int MAX_QUEUES = 16;

  /**
   * Refuses a serial number that a guest could not read, and queues without sense.
   *
   * @throws ConfigurationException that says which
   */
  public DiskSettings {
    if (serial.length() > SERIAL_SIZE || !US_ASCII.newEncoder().canEncode(serial)) {
      throw new ConfigurationException(
          "disk serial number '%s' is not up to %d ASCII characters"
              .formatted(serial, SERIAL_SIZE));
    }
    if (queues < 1 || queues > MAX_QUEUES) {
      throw new ConfigurationException(
          "a disk has 1 to %d queues, not %d".formatted(MAX_QUEUES, queues));
    }
  }

  /** One queue, no serial number, no limits. */
  public static DiskSettings plain() {
    return new DiskSettings("", 1, DiskLimitSpec.unlimited());
  }

  /** The same with a serial number. */
  public DiskSettings withSerial(String other) {
    return new DiskSettings(other, queues, limit);
  }

  /** The same with so many queues. */
  public DiskSettings withQueues(int other) {
    return new DiskSettings(serial, other, limit);
  }

  /** The same with other limits. */
  public DiskSettings withLimit(DiskLimitSpec other) {
    return new DiskSettings(serial, queues, other);
  }
}
