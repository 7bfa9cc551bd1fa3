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
  private int expected;
  private long stretch; // where in the bank its first byte is
  private int first; // that was stored; SIZE while there is none
  private int end; // behind the last that was stored
  private boolean astray;

  /** Starts to gather. */
  void expect(int stores) {
    Arrays.fill(bits, CfiFlash.ERASED);
    expected = stores;
    first = SIZE;
    end = 0;
    astray = false;
  }

  /** Takes a store; returns whether it was the last that was expected. */
  boolean put(long offset, byte[] bytes) {
    if (end == 0) {
      stretch = offset & -SIZE;
    }
    if ((offset & -SIZE) == stretch) {
      keep((int) (offset - stretch), bytes);
    } else {
      astray = true;
    }
    expected--;
    return expected == 0;
  }

  private void keep(int at, byte[] bytes) {
    System.arraycopy(bytes, 0, bits, at, bytes.length);
    first = Math.min(first, at);
    end = Math.max(end, at + bytes.length);
  }

  /** Whether a store went elsewhere. */
  boolean isAstray() {
    return astray;
  }

  /** Where in the bank {@link #bits} go. */
  long start() {
    return stretch + first;
  }

  /** What to program; ones where nothing was stored. */
  byte[] bits() {
    return Arrays.copyOfRange(bits, first, end);
  }
}
