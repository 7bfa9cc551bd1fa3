package io.jvmm.linux.uring;

import io.jvmm.linux.libc.Mapping;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.io_sqring_offsets;
import io.jvmm.linux.uapi.io_uring_params;
import io.jvmm.linux.uapi.uring_submission;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The queue of requests that this process fills and the kernel empties (io_uring(7), Submission
 * queueing). Its ring holds indices of an array of entries; here index and place are always the
 * same. Owned by one thread at a time.
 */
final class SubmissionQueue {
  private static final VarHandle U32 = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment ring;
  private final MemorySegment entries;
  private final int size; // a power of two
  private final long head; // where in the ring the kernel says what it has taken
  private final long tail; // where in the ring it is told of what there is
  private int next; // the tail to come; counts modulo 2^32, as head and tail do

  SubmissionQueue(OpenFile file, MemorySegment ring, MemorySegment params, Arena arena) {
    MemorySegment offsets = io_uring_params.sq_off(params);
    this.ring = ring;
    this.size = io_uring_params.sq_entries(params);
    this.head = io_sqring_offsets.head(offsets);
    this.tail = io_sqring_offsets.tail(offsets);
    long bytes = size * uring_submission.sizeof();
    this.entries = Mapping.shared(file, Linux.IORING_OFF_SQES(), bytes, arena);
    for (int i = 0; i < size; i++) {
      ring.set(
          ValueLayout.JAVA_INT, io_sqring_offsets.array(offsets) + (long) i * Integer.BYTES, i);
    }
  }

  /** How many bytes of the ring's mapping it takes. */
  static long ringBytes(MemorySegment params) {
    return io_sqring_offsets.array(io_uring_params.sq_off(params))
        + (long) io_uring_params.sq_entries(params) * Integer.BYTES;
  }

  int size() {
    return size;
  }

  /** A zeroed entry behind all others, which the kernel sees with the next {@link #publish}. */
  MemorySegment add() {
    if (unpublishedOrUntaken() == size) {
      throw new InternalException("%d requests, and one more".formatted(size));
    }
    long bytes = uring_submission.sizeof();
    MemorySegment entry = entries.asSlice((next & (size - 1)) * bytes, bytes);
    next++;
    return entry.fill((byte) 0);
  }

  /** Shows the kernel what was added; says how many entries it has not taken yet. */
  int publish() {
    U32.setRelease(ring, tail, next);
    return unpublishedOrUntaken();
  }

  private int unpublishedOrUntaken() {
    return next - (int) U32.getAcquire(ring, head);
  }
}
