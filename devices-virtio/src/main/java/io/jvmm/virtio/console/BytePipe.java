package io.jvmm.virtio.console;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A bounded buffer of bytes between two threads: what does not fit stays with the sender. After
 * {@link #close} nothing more comes in; what is in can still be taken. Safe for use by any thread.
 */
final class BytePipe {
  // All guarded by this.
  private final byte[] ring;
  private int first; // where the oldest byte is
  private int count;
  private boolean closed;

  BytePipe(int capacity) {
    ring = new byte[capacity];
  }

  /** Puts in as many bytes as fit, and says how many; none when closed. */
  synchronized int offer(MemorySegment source) {
    int taken = closed ? 0 : (int) Math.min(source.byteSize(), ring.length - count);
    int end = (first + count) % ring.length;
    int untilWrap = Math.min(taken, ring.length - end);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, ring, end, untilWrap);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, untilWrap, ring, 0, taken - untilWrap);
    count += taken;
    notifyAll();
    return taken;
  }

  /** Waits until a byte fits; false if the pipe is closed instead. */
  synchronized boolean awaitSpace() throws InterruptedException {
    while (count == ring.length && !closed) {
      wait();
    }
    return !closed;
  }

  /** Takes out as many bytes as there are and as fit, and says how many. */
  synchronized int poll(MemorySegment target) {
    int taken = (int) Math.min(target.byteSize(), count);
    int untilWrap = Math.min(taken, ring.length - first);
    MemorySegment.copy(ring, first, target, ValueLayout.JAVA_BYTE, 0, untilWrap);
    MemorySegment.copy(ring, 0, target, ValueLayout.JAVA_BYTE, untilWrap, taken - untilWrap);
    first = (first + taken) % ring.length;
    count -= taken;
    notifyAll();
    return taken;
  }

  /** How many bytes are in. */
  synchronized int size() {
    return count;
  }

  /** Lets nothing more in, and wakes who waits. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
