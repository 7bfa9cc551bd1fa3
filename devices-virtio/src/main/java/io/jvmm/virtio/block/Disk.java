package io.jvmm.virtio.block;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A disk, as it is to its guest. Only the image's size may change, and only to more.
 *
 * @param image its contents
 * @param settings what it is to its guest
 */
record Disk(DiskImage image, DiskSettings settings) {
  /**
   * The most data segments in a request: with header and status it fills a queue of {@value
   * #QUEUE_SIZE}.
   */
  static final int SEG_MAX = 254;

  static final int QUEUE_SIZE = 256;

  /** The most sectors that one segment of a discard or write zeroes request names: 128 MiB. */
  static final int MAX_RANGE_SECTORS = 1 << 18;

  /** The most segments of such a request; together they bound what one request takes. */
  static final int MAX_RANGES = 4;

  private static final int CONFIG_SIZE = 60; // up to and including write_zeroes_may_unmap
  private static final int MAX_PHYSICAL_BLOCK = 4096;

  /** Refuses an image of which the last block is only a part. */
  Disk {
    if (image.size() % settings.blockSize() != 0) {
      throw new ConfigurationException(
          "disk image %s has %d bytes, no multiple of its \"blockSize\": make it longer, or write %d"
              .formatted(image.files().getFirst(), image.size(), DiskImage.SECTOR));
    }
  }

  /** The answer to VIRTIO_BLK_T_GET_ID: the serial number, padded with zeroes. */
  byte[] identity() {
    return Arrays.copyOf(settings.serial().getBytes(US_ASCII), DiskSettings.SERIAL_SIZE);
  }

  /** Whether the disk has the sectors that {@code bytes} from a sector on take, whole ones. */
  boolean contains(long sector, long bytes) {
    long sectors = image.size() / DiskImage.SECTOR;
    return bytes % DiskImage.SECTOR == 0
        && Long.compareUnsigned(sector, sectors) <= 0
        && bytes / DiskImage.SECTOR <= sectors - sector;
  }

  /** As struct virtio_blk_config has it (virtio 1.3, 5.2.4): in sectors, its topology in blocks. */
  byte[] toConfig() {
    int block = settings.blockSize();
    int cluster = Math.max(image.granularity(), block);
    int physical = Math.min(cluster, MAX_PHYSICAL_BLOCK) / block;
    return ByteBuffer.allocate(CONFIG_SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, image.size() / DiskImage.SECTOR) // capacity
        .putInt(12, SEG_MAX)
        .putInt(20, block) // blk_size
        .put(24, (byte) Integer.numberOfTrailingZeros(physical)) // physical_block_exp
        .putShort(26, (short) physical) // min_io_size
        .putInt(28, cluster / block) // opt_io_size
        .putShort(34, (short) settings.queues())
        .putInt(36, MAX_RANGE_SECTORS) // max_discard_sectors
        .putInt(40, MAX_RANGES) // max_discard_seg
        .putInt(44, cluster / DiskImage.SECTOR) // discard_sector_alignment
        .putInt(48, MAX_RANGE_SECTORS) // max_write_zeroes_sectors
        .putInt(52, MAX_RANGES) // max_write_zeroes_seg
        .put(56, (byte) 1) // write_zeroes_may_unmap
        .array();
  }
}
