package io.jvmm.mmio.pl011;

/** The bytes that the guest has not taken yet. Guarded by its owner's lock. */
final class ReceiveFifo {
  private static final int CAPACITY = 32;

  private final byte[] bytes = new byte[CAPACITY];
  private boolean enabled;
  private int first;
  private int size;

  /** Whether it holds {@value #CAPACITY} bytes, or one; a change throws away what it holds. */
  void enable(boolean enable) {
    if (enable != enabled) {
      enabled = enable;
      size = 0;
    }
  }

  int depth() {
    return enabled ? CAPACITY : 1;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size >= depth();
  }

  void add(byte received) {
    bytes[(first + size) % CAPACITY] = received;
    size++;
  }

  /** Takes the oldest byte as 0 to 255; 0 if there is none. */
  int take() {
    if (size == 0) {
      return 0;
    }
    int oldest = Byte.toUnsignedInt(bytes[first]);
    first = (first + 1) % CAPACITY;
    size--;
    return oldest;
  }
}
