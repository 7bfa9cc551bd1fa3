package io.jvmm.virtio.block;

import io.jvmm.linux.IoVector;
import io.jvmm.linux.SystemError;
import io.jvmm.linux.uring.Ring;
import io.jvmm.linux.uring.RingFile;
import io.jvmm.virtio.queue.BufferCursor;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A read, a write or a flush on its way through a ring, in as many steps as it takes: the kernel
 * may move fewer bytes than asked for. Made once and used for one request after the other. Owned by
 * the queue's worker.
 */
final class RingTransfer {
  /** What the kernel is asked to do next. */
  enum Step {
    READ,
    WRITE,
    FLUSH
  }

  /** What has become of it. */
  enum Progress {
    /** There is more to ask of the kernel. */
    UNDER_WAY,
    ENDED,
    FAILED
  }

  private static final String NOTHING_WRITTEN = "the host has written nothing";

  private final long token;
  private final IoVector memory;
  private Optional<PendingRequest> request = Optional.empty();
  private Step step = Step.FLUSH;
  private long offset; // in the file, in bytes
  private long length;
  private String reason = ""; // of a failure

  /**
   * A transfer of nothing yet.
   *
   * @param token by which the ring knows it
   */
  RingTransfer(long token, Arena arena) {
    this.token = token;
    this.memory = new IoVector(arena);
  }

  long token() {
    return token;
  }

  /** Begins anew, with a request that is one of the three steps. */
  void begin(PendingRequest pending) {
    BlockRequest asked = pending.asked();
    request = Optional.of(pending);
    memory.clear();
    switch (asked.type()) {
      case BlockRequest.T_IN -> move(Step.READ, asked.answer(), asked.answer().remaining() - 1);
      case BlockRequest.T_OUT -> move(Step.WRITE, asked.source(), asked.source().remaining());
      default -> step = Step.FLUSH;
    }
    offset = step == Step.FLUSH ? 0 : asked.offset();
  }

  private void move(Step direction, BufferCursor buffers, long bytes) {
    step = direction;
    length = bytes;
    while (memory.remaining() < bytes) {
      memory.add(buffers.next(bytes - memory.remaining()));
    }
  }

  /** What is asked of the kernel now. */
  Step step() {
    return step;
  }

  PendingRequest request() {
    return request.orElseThrow();
  }

  /** Asks the kernel for the rest of the step. */
  void prepare(Ring ring, RingFile file) {
    long done = length - memory.remaining();
    switch (step) {
      case READ -> ring.read(file, memory, offset + done, token);
      case WRITE -> ring.write(file, memory, offset + done, token);
      case FLUSH -> ring.flush(file, token);
    }
  }

  /**
   * The kernel has done what it was asked, or a part of it.
   *
   * @param result how many bytes it has moved, or a negative error number
   * @param writeThrough whether a write that ends now is to go to stable storage
   */
  Progress advance(int result, BooleanSupplier writeThrough) {
    if (Ring.isPassing(result)) {
      return Progress.UNDER_WAY;
    }
    if (result < 0) {
      return fail(SystemError.text(-result));
    }
    return step == Step.FLUSH ? Progress.ENDED : moved(result, writeThrough);
  }

  private Progress moved(int bytes, BooleanSupplier writeThrough) {
    if (bytes == 0) {
      return fail(step == Step.READ ? ImageFile.SHORTER : NOTHING_WRITTEN);
    }
    memory.advance(bytes);
    if (memory.remaining() > 0) {
      return Progress.UNDER_WAY;
    }
    return step == Step.WRITE && writeThrough.getAsBoolean() ? flush() : Progress.ENDED;
  }

  private Progress flush() {
    step = Step.FLUSH;
    return Progress.UNDER_WAY;
  }

  private Progress fail(String why) {
    reason = why;
    return Progress.FAILED;
  }

  /** What is said of a failure. */
  String problem(ImageFile file) {
    return switch (step) {
      case READ -> file.transferFailed("read", length, offset, reason);
      case WRITE -> file.transferFailed("write", length, offset, reason);
      case FLUSH -> file.flushFailed(reason);
    };
  }
}
