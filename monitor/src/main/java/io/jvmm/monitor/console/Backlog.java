package io.jvmm.monitor.console;

import java.nio.ByteBuffer;

/** The latest {@value #CAPACITY} bytes of what nobody has read yet. For one thread at a time. */
final class Backlog {
  static final int CAPACITY = 1 << 16;

  private final byte[] ring = new byte[CAPACITY];
  private int end; // where the next byte goes
  private int count;

  /** Keeps all that remains in {@code bytes}, at the cost of the oldest. */
  void add(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      ring[end] = bytes.get();
      end = (end + 1) % CAPACITY;
      count = Math.min(count + 1, CAPACITY);
    }
  }

  /** Takes everything out, the oldest first. */
  ByteBuffer take() {
    int first = (end - count + CAPACITY) % CAPACITY;
    int untilWrap = Math.min(count, CAPACITY - first);
    ByteBuffer all = ByteBuffer.allocate(count);
    all.put(ring, first, untilWrap).put(ring, 0, count - untilWrap);
    count = 0;
    return all.flip();
  }
}
