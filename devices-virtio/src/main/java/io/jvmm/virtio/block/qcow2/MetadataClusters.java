package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.util.BitSet;

/**
 * Which clusters of the file hold the header and tables that are in use: no two tables may share
 * one, and the guest's data is never written to one, whatever an image's tables say.
 */
final class MetadataClusters {
  /**
   * The most clusters that a file may have, which bounds the memory that is needed to tell them
   * apart: 32 TiB of clusters of 64 KiB, and 64 MiB of memory.
   */
  static final long MAX_CLUSTERS = 1L << 29;

  private final ImageFile file;
  private final Geometry geometry;
  private final long clusters;
  private final BitSet used = new BitSet();

  /**
   * None yet.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if the file is too long
   */
  MetadataClusters(ImageFile file, Geometry geometry) {
    this.file = file;
    this.geometry = geometry;
    this.clusters = geometry.clustersFor(file.size());
    if (clusters > MAX_CLUSTERS) {
      throw BadImage.refused(
          file.path(),
          "has %d clusters, more than %d: make one with larger clusters with 'qemu-img convert'"
              .formatted(clusters, MAX_CLUSTERS));
    }
  }

  /**
   * A table that the image says it has.
   *
   * @param what the table, for the message
   * @throws io.jvmm.vmm.error.ConfigurationException if it is not aligned, lies outside the file,
   *     or overlaps another one
   */
  void claim(String what, long offset, long bytes) {
    if (!geometry.isAligned(offset) || offset < 0) {
      throw bad(what, offset, "is not at the start of a cluster");
    }
    long first = geometry.cluster(offset);
    if (first >= clusters || geometry.clustersFor(bytes) > clusters - first) {
      throw bad(what, offset, "is outside the file");
    }
    int end = (int) (first + geometry.clustersFor(bytes));
    int taken = used.nextSetBit((int) first);
    if (taken >= 0 && taken < end) {
      throw bad(what, offset, "overlaps another table");
    }
    used.set((int) first, end);
  }

  private RuntimeException bad(String what, long offset, String why) {
    return BadImage.refused(
        file.path(),
        "is corrupt: %s at %s %s: try 'qemu-img check' on a copy of it"
            .formatted(what, Long.toUnsignedString(offset), why));
  }

  void add(long offset) {
    used.set((int) geometry.cluster(offset));
  }

  void remove(long offset) {
    if (contains(offset)) {
      used.clear((int) geometry.cluster(offset));
    }
  }

  boolean contains(long offset) {
    long cluster = geometry.cluster(offset);
    return cluster < MAX_CLUSTERS && used.get((int) cluster);
  }
}
