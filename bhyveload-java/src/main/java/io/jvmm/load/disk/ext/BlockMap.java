package io.jvmm.load.disk.ext;

/** From the blocks of a file to the blocks of the file system. */
interface BlockMap {
  /**
   * Blocks that follow one another in both.
   *
   * @param first in the file system; 0 where nothing was written, which reads as zeroes
   * @param length how many, at least 1
   */
  record Run(long first, long length) {
    static Run hole(long length) {
      return new Run(0, length);
    }

    boolean isHole() {
      return first == 0;
    }
  }

  /**
   * The run that starts with a block of the file.
   *
   * @param block from 0
   * @throws io.jvmm.vmm.error.ConfigurationException if the map is damaged there
   */
  Run from(long block);
}
