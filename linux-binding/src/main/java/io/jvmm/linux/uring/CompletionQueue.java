package io.jvmm.linux.uring;

import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.io_cqring_offsets;
import io.jvmm.linux.uapi.io_uring_params;
import io.jvmm.linux.uapi.uring_completion;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The queue of results that the kernel fills and this process empties (io_uring(7), Completion
 * queueing). It has at least twice as many entries as there are requests under way, so it never
 * overflows. Owned by one thread at a time.
 */
final class CompletionQueue {
  private static final VarHandle U32 = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment ring;
  private final MemorySegment entries;
  private final int size; // a power of two
  private final long head; // where in the ring the kernel is told of what was taken
  private final long tail; // where in the ring it says what there is
  private final long flags;
  private int next; // as the kernel knows it; counts modulo 2^32
  private boolean armed = true;

  CompletionQueue(MemorySegment ring, MemorySegment params) {
    MemorySegment offsets = io_uring_params.cq_off(params);
    this.ring = ring;
    this.size = io_uring_params.cq_entries(params);
    this.head = io_cqring_offsets.head(offsets);
    this.tail = io_cqring_offsets.tail(offsets);
    this.flags = io_cqring_offsets.flags(offsets);
    this.entries = ring.asSlice(io_cqring_offsets.cqes(offsets), size * uring_completion.sizeof());
  }

  /** How many bytes of the ring's mapping it takes. */
  static long ringBytes(MemorySegment params) {
    return io_cqring_offsets.cqes(io_uring_params.cq_off(params))
        + io_uring_params.cq_entries(params) * uring_completion.sizeof();
  }

  /** Whether this kernel has the flags of the ring, as of Linux 5.8. */
  static boolean hasFlags(MemorySegment params) {
    return io_cqring_offsets.flags(io_uring_params.cq_off(params)) != 0;
  }

  boolean isEmpty() {
    return next == (int) U32.getAcquire(ring, tail);
  }

  /** The oldest entry, which is only good until it is {@linkplain #drop dropped}. */
  MemorySegment first() {
    return uring_completion.asSlice(entries, next & (size - 1));
  }

  void drop() {
    next++;
    U32.setRelease(ring, head, next);
  }

  /** Says that nobody need be told of completions. */
  void disarm() {
    if (armed) {
      armed = false;
      U32.setOpaque(ring, flags, Linux.IORING_CQ_EVENTFD_DISABLED());
    }
  }

  /** Says that the eventfd is to tell of completions that come after a look at {@link #isEmpty}. */
  void arm() {
    if (!armed) {
      armed = true;
      U32.setOpaque(ring, flags, 0);
      VarHandle.fullFence(); // the kernel must see this before the look at its tail
    }
  }
}
