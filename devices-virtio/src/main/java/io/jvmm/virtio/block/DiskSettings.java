package io.jvmm.virtio.block;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.DiskSpec;

/**
 * What a disk is to its guest, whatever its contents, and how it is served.
 *
 * @param serial what the guest reads as its serial number, at most {@value #SERIAL_SIZE} ASCII
 *     characters
 * @param queues how many request queues it has, 1 to {@value #MAX_QUEUES}
 * @param blockSize blk_size in bytes (virtio 1.3, 5.2.4), {@value DiskImage#SECTOR} or {@value
 *     #LARGE_BLOCK}
 * @param limit how much the guest may ask of it in a second, by all queues together
 * @param engine what carries its requests out
 */
public record DiskSettings(
    String serial, int queues, int blockSize, DiskLimitSpec limit, DiskSpec.Engine engine) {
  /** The length of the answer to VIRTIO_BLK_T_GET_ID (virtio 1.3, 5.2.6). */
  static final int SERIAL_SIZE = 20;

  /** The most queues: each has a thread of the host's. */
  static final int MAX_QUEUES = 16;

  /** The larger of the two sizes that blocks may have, in bytes. */
  static final int LARGE_BLOCK = 4096;

  /**
   * Refuses a serial number that a guest could not read, and queues and blocks without sense.
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
    if (blockSize != DiskImage.SECTOR && blockSize != LARGE_BLOCK) {
      throw new ConfigurationException(
          "a disk has blocks of %d or %d bytes, not %d"
              .formatted(DiskImage.SECTOR, LARGE_BLOCK, blockSize));
    }
  }

  /** One queue, blocks of a sector, no serial number, no limits, any engine. */
  public static DiskSettings plain() {
    return new DiskSettings(
        "", 1, DiskImage.SECTOR, DiskLimitSpec.unlimited(), DiskSpec.Engine.AUTO);
  }

  /** The same with a serial number. */
  public DiskSettings withSerial(String other) {
    return new DiskSettings(other, queues, blockSize, limit, engine);
  }

  /** The same with so many queues. */
  public DiskSettings withQueues(int other) {
    return new DiskSettings(serial, other, blockSize, limit, engine);
  }

  /** The same with blocks of so many bytes. */
  public DiskSettings withBlockSize(int other) {
    return new DiskSettings(serial, queues, other, limit, engine);
  }

  /** The same with other limits. */
  public DiskSettings withLimit(DiskLimitSpec other) {
    return new DiskSettings(serial, queues, blockSize, other, engine);
  }

  /** The same with another engine. */
  public DiskSettings withEngine(DiskSpec.Engine other) {
    return new DiskSettings(serial, queues, blockSize, limit, other);
  }
}
