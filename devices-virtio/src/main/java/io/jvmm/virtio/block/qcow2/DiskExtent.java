package io.jvmm.virtio.block.qcow2;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * How large the disk is, and the L1 table that maps it: the header's fields from {@code size} to
 * {@code l1_table_offset}. They are within one sector, and written together.
 *
 * @param size how many bytes the disk has
 * @param l1 the active L1 table; long enough for the disk, and perhaps longer
 */
record DiskExtent(long size, TableExtent l1) {
  /** Where in the header they are. */
  static final int OFFSET = 24;

  private static final int LENGTH = 24;
  private static final int L1_ENTRIES = 36 - OFFSET;
  private static final int L1_OFFSET = 40 - OFFSET;

  /** As the header has them; between them is that there is no encryption, which is zero. */
  MemorySegment toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(0, size);
    bytes.putInt(L1_ENTRIES, l1.entries());
    bytes.putLong(L1_OFFSET, l1.offset());
    return MemorySegment.ofBuffer(bytes);
  }
}
