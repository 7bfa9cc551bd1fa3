package io.jvmm.mmio.flash;

import java.util.Arrays;

/**
 * What a guest gathers for one buffered program. It is as large as the buffers of both chips, and
 * stands for an aligned stretch of the array: the one that the first store is in. Guarded by the
 * bank's monitor.
 */
final class WriteBuffer {
  /** How many bytes it has: as many as both chips' buffers together. */
  static final int SIZE = CfiFlash.CHIPS * CfiFlash.CHIP_BUFFER;

  /** How many stores it takes: one for each word of a chip's buffer. */
  static final int MAX_STORES = CfiFlash.CHIP_BUFFER / Short.BYTES;

  private final byte[] bits = new byte[SIZE];
  private long start;
  private int expected;
  private boolean empty;
  private boolean astray;

  /** Starts to gather. */
  void expect(int stores) {
    Arrays.fill(bits, CfiFlash.ERASED);
    expected = stores;
    empty = true;
    astray = false;
  }

  /** Takes a store; returns whether it was the last that was expected. */
  boolean put(long offset, byte[] bytes) {
    if (empty) {
      start = offset & -SIZE;
      empty = false;
    }
    if (offset >= start && offset < start + SIZE) {
      System.arraycopy(bytes, 0, bits, (int) (offset - start), bytes.length);
    } else {
      astray = true;
    }
    expected--;
    return expected == 0;
  }

  /** Whether a store went elsewhere. */
  boolean isAstray() {
    return astray;
  }

  /** Where in the bank it starts. */
  long start() {
    return start;
  }

  /** What to program, {@value #SIZE} bytes; ones where nothing was stored. */
  byte[] bits() {
    return bits;
  }
}
