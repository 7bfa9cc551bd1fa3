package io.jvmm.load.disk.fat;

import io.jvmm.load.disk.block.Section;
import java.util.Optional;

/**
 * Where everything is in a FAT file system, in bytes from its start.
 *
 * @param width bits in an entry of the FAT: 12, 16 or 32
 * @param clusterSize in bytes
 * @param fat where the first FAT is
 * @param root where the root directory is, if it has a place of its own: not with FAT32
 * @param rootSize how many bytes that place has
 * @param rootCluster where the root directory starts with FAT32; 0 otherwise
 * @param data where cluster 2 is
 * @param lastCluster the highest number that a cluster has
 * @param volumeId the serial number
 * @param label as it is in the boot sector
 */
record FatGeometry(
    int width,
    int clusterSize,
    long fat,
    long root,
    int rootSize,
    long rootCluster,
    long data,
    long lastCluster,
    int volumeId,
    String label) {
  static final int FIRST_CLUSTER = 2;

  /** The geometry of what is in {@code section}, if that starts as a FAT file system does. */
  static Optional<FatGeometry> of(Section section) {
    return BiosParameterBlock.of(section).map(FatGeometry::of);
  }

  private static FatGeometry of(BiosParameterBlock block) {
    return new FatGeometry(
        block.width(),
        block.clusterSize(),
        (long) block.reservedSectors() * block.sectorSize(),
        block.root(),
        block.rootSize(),
        block.rootCluster(),
        block.root() + block.rootSize(),
        lastCluster(block),
        block.volumeId(),
        block.label());
  }

  /** Clusters need room, and an entry in the FAT. */
  private static long lastCluster(BiosParameterBlock block) {
    long entries = block.fatSectors() * block.sectorSize() * Byte.SIZE / block.width();
    return Math.min(block.clusters() + FIRST_CLUSTER, entries) - 1;
  }

  /** Where a cluster is. */
  long offset(long cluster) {
    return data + (cluster - FIRST_CLUSTER) * clusterSize;
  }

  /** Whether there is a cluster with this number. */
  boolean hasCluster(long cluster) {
    return cluster >= FIRST_CLUSTER && cluster <= lastCluster;
  }
}
