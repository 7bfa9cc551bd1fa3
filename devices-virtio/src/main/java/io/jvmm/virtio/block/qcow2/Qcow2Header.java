package io.jvmm.virtio.block.qcow2;

import java.util.Optional;

/**
 * An image's header, checked: every number in it is within the format's limits and every table
 * within the file.
 *
 * @param version 2 or 3
 * @param geometry the size of its clusters
 * @param extent the disk's size, and the active L1 table
 * @param refcounts the refcount table
 * @param refcountOrder the logarithm of the bits in a reference count
 * @param snapshots how many internal snapshots it has
 * @param snapshotsOffset where the table of the snapshots is
 * @param backing what it is based on
 * @param compression what its compressed clusters are compressed with
 * @param state the bits that other programs left in it
 */
record Qcow2Header(
    int version,
    Geometry geometry,
    DiskExtent extent,
    TableExtent refcounts,
    int refcountOrder,
    int snapshots,
    long snapshotsOffset,
    Optional<BackingReference> backing,
    Compression compression,
    State state) {
  static final int MAGIC = 0x514649fb;
  static final int REFCOUNT_TABLE_OFFSET = 48;
  static final int AUTOCLEAR_OFFSET = 88;

  /** The order of 16-bit reference counts, the only ones that are written here. */
  static final int REFCOUNT_ORDER_16 = 4;

  /**
   * What the last program to write the image left.
   *
   * @param dirty whether reference counts may be wrong
   * @param corrupt whether anything may be wrong
   * @param autoclear which features a writer that does not know them has to clear
   */
  record State(boolean dirty, boolean corrupt, long autoclear) {}

  /** Whether a cluster can be marked as zeroes, without space of its own. */
  boolean hasZeroClusters() {
    return version >= 3;
  }
}
