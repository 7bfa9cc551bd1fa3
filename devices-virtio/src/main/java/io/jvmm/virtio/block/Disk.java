package io.jvmm.virtio.block;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What does not change about a disk.
 *
 * @param image its contents
 * @param serial its serial number, at most {@value #SERIAL_SIZE} ASCII characters
 */
record Disk(DiskImage image, String serial) {
  /** The length of the answer to VIRTIO_BLK_T_GET_ID (virtio 1.3, 5.2.6). */
  static final int SERIAL_SIZE = 20;

  /**
   * The most data segments in a request: with header and status it fills a queue of {@value
   * #QUEUE_SIZE}.
   */
  static final int SEG_MAX = 254;

  static final int QUEUE_SIZE = 256;

  private static final int CONFIG_SIZE = 24; // up to and including blk_size
  private static final int SEG_MAX_OFFSET = 12;
  private static final int BLK_SIZE_OFFSET = 20;

  /** Refuses a serial number that a guest could not read. */
  Disk {
    if (serial.length() > SERIAL_SIZE || !US_ASCII.newEncoder().canEncode(serial)) {
      throw new ConfigurationException(
          "disk serial number '%s' is not up to %d ASCII characters"
              .formatted(serial, SERIAL_SIZE));
    }
  }

  /** The answer to VIRTIO_BLK_T_GET_ID: the serial number, padded with zeroes. */
  byte[] identity() {
    return Arrays.copyOf(serial.getBytes(US_ASCII), SERIAL_SIZE);
  }

  /** Whether the disk has the sectors that {@code bytes} from a sector on take, whole ones. */
  boolean contains(long sector, long bytes) {
    long sectors = image.size() / DiskImage.SECTOR;
    return bytes % DiskImage.SECTOR == 0
        && Long.compareUnsigned(sector, sectors) <= 0
        && bytes / DiskImage.SECTOR <= sectors - sector;
  }

  /** As struct virtio_blk_config has it (virtio 1.3, 5.2.4). */
  byte[] toConfig() {
    ByteBuffer config = ByteBuffer.allocate(CONFIG_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    config.putLong(0, image.size() / DiskImage.SECTOR);
    config.putInt(SEG_MAX_OFFSET, SEG_MAX);
    config.putInt(BLK_SIZE_OFFSET, DiskImage.SECTOR);
    return config.array();
  }
}
