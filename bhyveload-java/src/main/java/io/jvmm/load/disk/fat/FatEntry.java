package io.jvmm.load.disk.fat;

/**
 * An entry of a directory.
 *
 * @param name the long name, or the short one if there is no other
 * @param shortName the short name
 * @param isDirectory whether it is a directory
 * @param firstCluster where it starts
 * @param size in bytes
 */
record FatEntry(String name, String shortName, boolean isDirectory, long firstCluster, long size) {
  /** How many bytes it has on the disk, and each piece of a long name has too. */
  static final int SIZE = 32;

  boolean isCalled(String wanted) {
    return name.equalsIgnoreCase(wanted) || shortName.equalsIgnoreCase(wanted);
  }
}
