package io.jvmm.virtio.block;

import java.lang.foreign.MemorySegment;

/** Zeroes to write. */
final class Zeroes {
  private static final MemorySegment BLOCK = MemorySegment.ofArray(new byte[1 << 16]).asReadOnly();

  private Zeroes() {}

  /** As many as wanted, or a block of them if that is less. */
  static MemorySegment upTo(long bytes) {
    return BLOCK.asSlice(0, Math.min(bytes, BLOCK.byteSize()));
  }
}
