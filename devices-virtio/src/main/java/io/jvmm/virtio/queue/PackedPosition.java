package io.jvmm.virtio.queue;

/**
 * A place in a packed ring of a given size, and in which round: the wrap counter is 1 in the first
 * round and changes from round to round (virtio 1.3, 2.8.1).
 *
 * @param index of the descriptor, less than {@code size}
 * @param wrap the wrap counter
 * @param size of the ring
 */
record PackedPosition(int index, boolean wrap, int size) {
  private static final int EVENT_WRAP = 1 << 15;

  static PackedPosition start(int size) {
    return new PackedPosition(0, true, size);
  }

  /** The position a number of descriptors on, at most one round. */
  PackedPosition plus(int descriptors) {
    int next = index + descriptors;
    return next < size
        ? new PackedPosition(next, wrap, size)
        : new PackedPosition(next - size, !wrap, size);
  }

  /** As an event suppression structure has it (2.8.14). */
  int toEvent() {
    return index | (wrap ? EVENT_WRAP : 0);
  }

  /** How many descriptors on another position is: the counter tells two rounds apart. */
  int distanceTo(PackedPosition other) {
    return Math.floorMod(other.linear() - linear(), 2 * size);
  }

  /** The position of an event; the guest may have written any offset. */
  PackedPosition ofEvent(int event) {
    return new PackedPosition(event & (EVENT_WRAP - 1), (event & EVENT_WRAP) != 0, size);
  }

  private int linear() {
    return wrap ? index : index + size;
  }
}
