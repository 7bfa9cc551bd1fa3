package io.jvmm.virtio.block.qcow2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a whole image as {@code qemu-img check} does: counts the references to each cluster, and
 * compares that with what the image says. Written after the specification, without the classes that
 * are tested. For images with 16-bit reference counts.
 */
final class Qcow2Check {
  private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
  private static final long COPIED = 1L << 63;
  private static final long COMPRESSED = 1L << 62;
  private static final int SNAPSHOT_ALIGNMENT = 8;

  private final ByteBuffer image;
  private final int clusterBits;
  private final int[] references;
  private final List<String> errors = new ArrayList<>();
  private int leaks;

  private Qcow2Check(byte... bytes) {
    this.clusterBits = ByteBuffer.wrap(bytes).getInt(20);
    int clusters = Math.ceilDiv(bytes.length, clusterSize());
    this.image = ByteBuffer.allocate(clusters * clusterSize());
    image.put(0, bytes);
    this.references = new int[clusters];
  }

  /** Looks at an image. */
  static Qcow2Check of(byte... image) {
    Qcow2Check check = new Qcow2Check(image);
    check.countReferences();
    for (int cluster = 0; cluster < check.references.length; cluster++) {
      check.compare(cluster);
    }
    return check;
  }

  /** What would do harm. */
  List<String> errors() {
    return errors;
  }

  /** How many clusters are counted more often than they are used. */
  int leaks() {
    return leaks;
  }

  /** How many bytes the disk has. */
  long size() {
    return image.getLong(24);
  }

  /** How many times the image says that a cluster is referred to. */
  int count(long cluster) {
    int perBlock = clusterSize() / Short.BYTES;
    long entry = image.getLong((int) (image.getLong(48) + cluster / perBlock * Long.BYTES));
    int within = (int) (cluster % perBlock) * Short.BYTES;
    return entry == 0 ? 0 : Short.toUnsignedInt(image.getShort((int) entry + within));
  }

  private int clusterSize() {
    return 1 << clusterBits;
  }

  private void countReferences() {
    refer(0, clusterSize());
    long tableBytes = (long) image.getInt(56) << clusterBits;
    refer(image.getLong(48), tableBytes);
    for (long at = image.getLong(48); at < image.getLong(48) + tableBytes; at += Long.BYTES) {
      if (image.getLong((int) at) != 0) {
        refer(image.getLong((int) at), clusterSize());
      }
    }
    referToSnapshots();
    referToTable(image.getLong(40), image.getInt(36), true);
  }

  private void referToSnapshots() {
    int start = (int) image.getLong(64);
    int at = start;
    for (int i = 0; i < image.getInt(60); i++) {
      referToTable(image.getLong(at), image.getInt(at + 8), false);
      int length = 40 + image.getInt(at + 36) + image.getShort(at + 12) + image.getShort(at + 14);
      at += Math.ceilDiv(length, SNAPSHOT_ALIGNMENT) * SNAPSHOT_ALIGNMENT;
    }
    refer(start, (long) at - start);
  }

  private void referToTable(long l1, int entries, boolean active) {
    refer(l1, (long) entries * Long.BYTES);
    for (int i = 0; i < entries; i++) {
      long entry = image.getLong((int) l1 + i * Long.BYTES);
      long l2 = entry & OFFSET;
      if (l2 != 0) {
        refer(l2, clusterSize());
        checkCopied(entry, l2, active);
        referToClusters(l2, active);
      }
    }
  }

  private void referToClusters(long l2, boolean active) {
    for (long at = l2; at < l2 + clusterSize(); at += Long.BYTES) {
      long entry = image.getLong((int) at);
      if ((entry & COMPRESSED) != 0) {
        int offsetBits = 62 - (clusterBits - 8);
        long offset = entry & ((1L << offsetBits) - 1);
        long sectors = ((entry & (COMPRESSED - 1)) >>> offsetBits) + 1;
        refer(offset, sectors * 512 - offset % 512);
      } else if ((entry & OFFSET) != 0) {
        refer(entry & OFFSET, clusterSize());
        checkCopied(entry, entry & OFFSET, active);
      }
    }
  }

  private void refer(long offset, long bytes) {
    for (long cluster = offset >> clusterBits; cluster << clusterBits < offset + bytes; cluster++) {
      if (cluster >= references.length) {
        errors.add("cluster %d is outside the file".formatted(cluster));
        return;
      }
      references[(int) cluster]++;
    }
  }

  private void checkCopied(long entry, long offset, boolean active) {
    boolean alone = count(offset >> clusterBits) == 1;
    if (active && alone != ((entry & COPIED) != 0)) {
      errors.add("the reference to %d is wrong about being the only one".formatted(offset));
    }
  }

  private void compare(int cluster) {
    int counted = count(cluster);
    if (counted < references[cluster]) {
      errors.add(
          "cluster %d is counted %d times and used %d times"
              .formatted(cluster, counted, references[cluster]));
    }
    leaks += counted > references[cluster] ? 1 : 0;
  }
}
