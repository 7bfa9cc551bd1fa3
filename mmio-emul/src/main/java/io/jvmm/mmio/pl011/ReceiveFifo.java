package io.jvmm.mmio.pl011;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the guest has not taken yet: each entry a byte and its errors, as UARTDR shows them. Guarded
 * by its owner's lock.
 */
final class ReceiveFifo {
  static final int CAPACITY = 32;

  // UARTIFLS.RXIFLSEL: eighths of the FIFO; the reserved values act as the last.
  private static final int[] LEVEL_EIGHTHS = {1, 2, 4, 6, 7, 7, 7, 7};

  private final int[] entries = new int[CAPACITY];
  private boolean enabled;
  private int first;
  private int size;

  /** Whether it holds {@value #CAPACITY} entries, or one; a change throws away what it holds. */
  void enable(boolean enable) {
    if (enable != enabled) {
      clear(enable);
    }
  }

  /** As {@link #enable}, and throws away what it holds in any case. */
  void clear(boolean enable) {
    enabled = enable;
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size >= depth();
  }

  /**
   * Whether it holds as much as the receive interrupt waits for.
   *
   * @param select UARTIFLS.RXIFLSEL, 0 to 7
   */
  boolean isAtLevel(int select) {
    return size >= Math.max(1, depth() * LEVEL_EIGHTHS[select] / 8);
  }

  void add(int entry) {
    entries[(first + size) % CAPACITY] = entry;
    size++;
  }

  /** Takes the oldest entry; 0 if there is none. */
  int take() {
    if (size == 0) {
      return 0;
    }
    int oldest = entries[first];
    first = (first + 1) % CAPACITY;
    size--;
    return oldest;
  }

  /** What it holds, oldest first. */
  List<Integer> contents() {
    return IntStream.range(0, size).mapToObj(i -> entries[(first + i) % CAPACITY]).toList();
  }

  private int depth() {
    return enabled ? CAPACITY : 1;
  }
}
