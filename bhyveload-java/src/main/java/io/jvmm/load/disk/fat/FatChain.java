package io.jvmm.load.disk.fat;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;

/**
 * A chain of clusters, walked from its start; keeps only where it stands. It ends where the FAT
 * says so, and no chain is longer than there are clusters, so that one that leads back into itself
 * ends in an error.
 */
final class FatChain {
  private static final int MASK_12 = 0xfff;
  private static final int MASK_28 = 0x0fff_ffff;
  private static final long END_12 = 0xff8;
  private static final long END_16 = 0xfff8;
  private static final long END_28 = 0x0fff_fff8;

  private final Section section;
  private final FatGeometry geometry;
  private final long first;
  private long index;
  private long cluster;

  FatChain(Section section, FatGeometry geometry, long first) {
    this.section = section;
    this.geometry = geometry;
    this.first = first;
    this.cluster = first;
  }

  /**
   * Whether there is a cluster with this index in the chain, where {@link #offset} then is. An
   * index behind the last one that was asked for costs least.
   */
  boolean seek(long wanted) {
    if (wanted < index) {
      index = 0;
      cluster = first;
    }
    while (!isEnd() && index < wanted) {
      requireCluster();
      cluster = next();
      index++;
    }
    if (isEnd()) {
      return false;
    }
    requireCluster();
    return true;
  }

  /** Where the cluster is, in bytes from the start of the file system. */
  long offset() {
    return geometry.offset(cluster);
  }

  private boolean isEnd() {
    long end =
        switch (geometry.width()) {
          case 12 -> END_12;
          case 16 -> END_16;
          default -> END_28;
        };
    return cluster >= end;
  }

  private void requireCluster() {
    if (!geometry.hasCluster(cluster)) {
      throw section.damaged(
          "the FAT",
          geometry.fat(),
          "the chain from cluster %d leads to cluster %d, which there is not"
              .formatted(first, cluster));
    }
    if (index > geometry.lastCluster()) {
      throw section.damaged(
          "the FAT",
          geometry.fat(),
          "the chain from cluster %d leads back into itself".formatted(first));
    }
  }

  private long next() {
    int half = geometry.width() / 4; // in half bytes
    long at = geometry.fat() + cluster * half / 2;
    ByteBuffer entry = section.metadata(at, geometry.width() == 32 ? 4 : 2, "the FAT");
    if (geometry.width() == 32) {
      return entry.getInt(0) & MASK_28;
    }
    int value = Short.toUnsignedInt(entry.getShort(0));
    if (geometry.width() == 16) {
      return value;
    }
    return cluster % 2 == 0 ? value & MASK_12 : value >> 4;
  }
}
