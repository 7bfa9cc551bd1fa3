package io.jvmm.virtio.block.qcow2;

/**
 * What follows from the size of an image's clusters.
 *
 * @param clusterBits the logarithm of the bytes in a cluster, {@value #MIN_CLUSTER_BITS} to {@value
 *     #MAX_CLUSTER_BITS}
 */
record Geometry(int clusterBits) {
  static final int MIN_CLUSTER_BITS = 9;
  static final int MAX_CLUSTER_BITS = 21; // as QEMU has it

  /** Bytes in a cluster. */
  int clusterSize() {
    return 1 << clusterBits;
  }

  /** Which cluster an offset lies in. */
  long cluster(long offset) {
    return offset >>> clusterBits;
  }

  /** Where a cluster begins. */
  long offset(long cluster) {
    return cluster << clusterBits;
  }

  /** How far into its cluster an offset lies. */
  int within(long offset) {
    return (int) (offset & (clusterSize() - 1));
  }

  /** How many bytes there are from an offset to the end of its cluster. */
  long restOfCluster(long offset) {
    return clusterSize() - (long) within(offset);
  }

  boolean isAligned(long offset) {
    return within(offset) == 0;
  }

  /** How many clusters it takes to hold some bytes. */
  long clustersFor(long bytes) {
    return Math.ceilDiv(bytes, clusterSize());
  }

  /** How many clusters one L2 table maps. */
  int entriesOfL2Table() {
    return clusterSize() / Long.BYTES;
  }

  /** How many L1 entries map a disk. */
  long l1EntriesFor(long size) {
    return Math.ceilDiv(clustersFor(size), entriesOfL2Table());
  }

  /** The most bytes that a disk can have: QEMU's limit of the L1 table sets it. */
  long maxSize() {
    return HeaderReader.MAX_L1_BYTES / Long.BYTES * entriesOfL2Table() * clusterSize();
  }

  /** How many clusters one refcount block counts, with 16 bits each. */
  int entriesOfRefcountBlock() {
    return clusterSize() / Short.BYTES;
  }
}
