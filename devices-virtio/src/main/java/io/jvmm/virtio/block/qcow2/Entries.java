package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** A table of 64-bit entries that is in memory as a whole. */
final class Entries {
  private Entries() {}

  static long[] read(ImageFile file, TableExtent extent) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(extent.bytes()));
    file.readOrZero(MemorySegment.ofBuffer(bytes), extent.offset());
    long[] entries = new long[extent.entries()];
    bytes.asLongBuffer().get(entries);
    return entries;
  }

  /** Writes the entries that have changed. */
  static void write(ImageFile file, long offset, long[] entries, BitSet changed) {
    for (int from = changed.nextSetBit(0); from >= 0; ) {
      int to = changed.nextClearBit(from);
      file.write(toBytes(entries, from, to), offset + (long) from * Long.BYTES);
      from = changed.nextSetBit(to);
    }
  }

  static MemorySegment toBytes(long[] entries, int from, int to) {
    ByteBuffer bytes = ByteBuffer.allocate((to - from) * Long.BYTES);
    bytes.asLongBuffer().put(entries, from, to - from);
    return MemorySegment.ofBuffer(bytes);
  }
}
