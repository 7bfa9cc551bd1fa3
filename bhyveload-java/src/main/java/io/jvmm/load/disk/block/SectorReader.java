package io.jvmm.load.disk.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a disk as a driver would: whole sectors, at sector boundaries. */
@FunctionalInterface
public interface SectorReader {
  /**
   * Fills {@code target}.
   *
   * @param offset in bytes, a multiple of {@value Disk#SECTOR}
   * @param target its remaining bytes are a multiple of {@value Disk#SECTOR}; none of them lies
   *     beyond the disk's end
   */
  void read(long offset, ByteBuffer target) throws IOException;
}
