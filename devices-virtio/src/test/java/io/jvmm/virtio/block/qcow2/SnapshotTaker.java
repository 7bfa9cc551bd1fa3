package io.jvmm.virtio.block.qcow2;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes an internal snapshot of an image as the specification says: the L1 table is copied, and all
 * that can be reached from it has one reference more. For small images of whole clusters, without a
 * snapshot, and with one refcount block that can count two more clusters.
 */
final class SnapshotTaker {
  private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
  private static final long COPIED = 1L << 63;

  private final ByteBuffer image;
  private final int clusterSize;
  private final int end;

  private SnapshotTaker(byte... before) {
    this.clusterSize = 1 << ByteBuffer.wrap(before).getInt(20);
    this.end = Math.ceilDiv(before.length, clusterSize) * clusterSize;
    this.image = ByteBuffer.wrap(Arrays.copyOf(before, end + 2 * clusterSize));
  }

  /**
   * The image with the snapshot.
   *
   * @param extra how many bytes of extra data the snapshot has; from 16 on it keeps the disk's size
   */
  static byte[] snapshotOf(byte[] before, int extra) {
    SnapshotTaker taker = new SnapshotTaker(before);
    taker.share();
    taker.addTables(extra);
    return taker.image.array();
  }

  private void share() {
    int l1 = (int) image.getLong(40);
    for (int i = 0; i < image.getInt(36); i++) {
      int l2 = (int) shareEntry(l1 + i * Long.BYTES);
      for (int at = l2; l2 != 0 && at < l2 + clusterSize; at += Long.BYTES) {
        shareEntry(at);
      }
    }
  }

  private long shareEntry(int at) {
    long entry = image.getLong(at);
    long offset = entry & OFFSET;
    if (offset != 0) {
      image.putLong(at, entry & ~COPIED);
      count(offset);
    }
    return offset;
  }

  private void count(long offset) {
    int block = (int) image.getLong((int) image.getLong(48));
    int at = block + (int) (offset / clusterSize) * Short.BYTES;
    image.putShort(at, (short) (image.getShort(at) + 1));
  }

  private void addTables(int extra) {
    int entries = image.getInt(36);
    image.put(end, image, (int) image.getLong(40), entries * Long.BYTES);
    count(end);
    int table = end + clusterSize;
    count(table);
    image.putInt(60, 1);
    image.putLong(64, table);
    image.putLong(table, end);
    image.putInt(table + 8, entries);
    image.putInt(table + 36, extra);
    if (extra >= 16) {
      image.putLong(table + 48, image.getLong(24));
    }
  }
}
