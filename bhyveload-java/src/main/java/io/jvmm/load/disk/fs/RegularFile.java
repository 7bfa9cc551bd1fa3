package io.jvmm.load.disk.fs;

import java.nio.ByteBuffer;

/** A file. */
public non-sealed interface RegularFile extends FileNode {
  /** How many bytes it has. */
  long size();

  /**
   * Fills {@code target}; where nothing was written, with zeroes.
   *
   * @param position of the first byte in the file
   * @throws io.jvmm.vmm.error.ConfigurationException if the file system is damaged there
   * @throws IllegalArgumentException if the file ends before {@code target} does
   */
  void read(ByteBuffer target, long position);

  /** Refuses what {@link #read} must not be asked for. */
  static void requireWithin(long size, ByteBuffer target, long position) {
    if (position < 0 || position > size - target.remaining()) {
      throw new IllegalArgumentException(
          target.remaining() + " bytes at " + position + " of a file of " + size);
    }
  }
}
