package io.jvmm.load.disk;

import io.jvmm.load.disk.block.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk, as whoever has it open gives it to be read. */
public interface BlockReader {
  /** How many bytes it has. */
  long size();

  /**
   * Fills {@code target}.
   *
   * @param offset in bytes, a multiple of {@value Disk#SECTOR}
   * @param target its remaining bytes are a multiple of {@value Disk#SECTOR}; none of them lies
   *     beyond the end
   * @throws IOException if it cannot be read
   */
  void read(long offset, ByteBuffer target) throws IOException;
}
