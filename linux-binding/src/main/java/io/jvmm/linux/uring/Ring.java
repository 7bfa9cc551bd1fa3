package io.jvmm.linux.uring;

import static io.jvmm.linux.libc.Errno.EACCES;
import static io.jvmm.linux.libc.Errno.EAGAIN;
import static io.jvmm.linux.libc.Errno.EBUSY;
import static io.jvmm.linux.libc.Errno.ECANCELED;
import static io.jvmm.linux.libc.Errno.EINTR;
import static io.jvmm.linux.libc.Errno.EINVAL;
import static io.jvmm.linux.libc.Errno.ENOMEM;
import static io.jvmm.linux.libc.Errno.ENOSYS;
import static io.jvmm.linux.libc.Errno.EPERM;

import io.jvmm.linux.IoVector;
import io.jvmm.linux.libc.Diagnosis;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.Mapping;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.io_uring_params;
import io.jvmm.linux.uapi.uring_completion;
import io.jvmm.linux.uapi.uring_submission;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;

/**
 * An io_uring (io_uring(7)): requests are prepared, then submitted all together by one system call,
 * carried out by the kernel side by side, and taken back when they have ended, in any order. Each
 * has a token, by which it is known when it ends. Needs Linux 5.8.
 *
 * <p>Used by one thread at a time, but not always by the same one, which is why the kernel is not
 * told IORING_SETUP_SINGLE_ISSUER. A thread must not end before the requests have that it
 * submitted: the kernel works on them on that thread's behalf, and makes those fail that it cannot
 * begin or continue any more.
 */
public final class Ring implements AutoCloseable {
  private static final String FORBIDDEN =
      "it is forbidden here: see the host's sysctl kernel.io_uring_disabled, and what a container"
          + " may not call (seccomp)";

  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          Map.ofEntries(
              Diagnosis.row(ENOSYS, "the host's kernel has no io_uring"),
              Diagnosis.row(EPERM, FORBIDDEN),
              Diagnosis.row(EACCES, FORBIDDEN),
              Diagnosis.row(EINVAL, "the host's kernel is older than Linux 5.8"),
              Diagnosis.row(ENOMEM, "a limit on locked memory is reached: raise it (ulimit -l)")));

  /** What is told of each request that has ended. */
  @FunctionalInterface
  public interface Completion {
    /**
     * A request has ended; others may be prepared in its place.
     *
     * @param result how many bytes were moved, or a negative error number
     */
    void ended(long token, int result);
  }

  private final OpenFile file;
  private final Arena arena; // of what is mapped
  private final SubmissionQueue submissions;
  private final CompletionQueue completions;
  private int inFlight; // prepared, and not taken back

  private Ring(OpenFile file, MemorySegment params, Arena arena) {
    this.file = file;
    this.arena = arena;
    long bytes = Math.max(SubmissionQueue.ringBytes(params), CompletionQueue.ringBytes(params));
    MemorySegment shared = Mapping.shared(file, Linux.IORING_OFF_SQ_RING(), bytes, arena);
    this.submissions = new SubmissionQueue(file, shared, params, arena);
    this.completions = new CompletionQueue(shared, params);
  }

  /**
   * What keeps this process from such a ring, in words, and what to do about it; empty if nothing
   * does. Kernels are built without io_uring, administrators and containers forbid it.
   */
  public static Optional<String> obstacle(int requests) {
    try (Ring _ = open(requests)) {
      return Optional.empty();
    } catch (HostException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * A ring of its own.
   *
   * @param requests how many can be in flight, 1 to 32768; rounded up to a power of two
   * @throws HostException if the host does not give it
   */
  public static Ring open(int requests) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment params = io_uring_params.allocate(call);
      io_uring_params.flags(params, Linux.IORING_SETUP_CLAMP());
      return map(new OpenFile(setup(requests, params)), params);
    }
  }

  private static Ring map(OpenFile file, MemorySegment params) {
    Arena arena = Arena.ofShared();
    try {
      checkKernel(params);
      return new Ring(file, params, arena);
    } catch (RuntimeException e) {
      arena.close();
      file.close();
      throw e;
    }
  }

  private static int setup(int requests, MemorySegment params) {
    int result = Libc.syscall(Linux.__NR_io_uring_setup(), requests, params.address(), 0, 0, 0);
    if (result < 0) {
      throw DIAGNOSIS.failed("io_uring_setup", requests + " requests", result);
    }
    return result;
  }

  private static void checkKernel(MemorySegment params) {
    int needed = Linux.IORING_FEAT_SINGLE_MMAP() | Linux.IORING_FEAT_NODROP();
    if ((io_uring_params.features(params) & needed) != needed
        || !CompletionQueue.hasFlags(params)) {
      throw DIAGNOSIS.failed("io_uring_setup", "all that is needed", -Linux.EINVAL());
    }
  }

  /**
   * Has completions ring a bell, if they come while the bell is {@linkplain #arm armed}, as it is
   * at first. Once for each ring.
   *
   * @param eventDescriptor the bell's eventfd(2)
   * @throws HostException if the host refuses
   */
  public void ringAtCompletions(int eventDescriptor) {
    try (Arena call = Arena.ofConfined()) {
      long argument = call.allocateFrom(ValueLayout.JAVA_INT, eventDescriptor).address();
      int result =
          Libc.syscall(
              Linux.__NR_io_uring_register(),
              file.number(),
              Linux.IORING_REGISTER_EVENTFD(),
              argument,
              1,
              0);
      if (result < 0) {
        throw DIAGNOSIS.failed("io_uring_register", "an eventfd", result);
      }
    }
  }

  /** How many requests are in flight: prepared, and not taken back yet. */
  public int inFlight() {
    return inFlight;
  }

  /** Whether one more request can be prepared. */
  public boolean hasRoom() {
    return inFlight < submissions.size();
  }

  /**
   * Prepares to read from a file (readv(2)). A read past the file's end moves fewer bytes than
   * asked for, or none; so may any other.
   *
   * @param offset where in the file, in bytes
   */
  public void read(RingFile from, IoVector target, long offset, long token) {
    transfer(Linux.IORING_OP_READV(), from, target, offset, token);
  }

  /**
   * Prepares to write to a file (writev(2)). Fewer bytes may be moved than asked for.
   *
   * @param offset where in the file, in bytes
   */
  public void write(RingFile to, IoVector source, long offset, long token) {
    transfer(Linux.IORING_OP_WRITEV(), to, source, offset, token);
  }

  private void transfer(int operation, RingFile with, IoVector memory, long offset, long token) {
    MemorySegment entry = prepare(operation, with, token);
    uring_submission.off(entry, offset);
    uring_submission.addr(entry, memory.address());
    uring_submission.len(entry, memory.count());
  }

  /**
   * Prepares to bring to stable storage what was written to a file (fdatasync(2)): all writes that
   * have ended when this is submitted, and perhaps others.
   */
  public void flush(RingFile written, long token) {
    MemorySegment entry = prepare(Linux.IORING_OP_FSYNC(), written, token);
    uring_submission.op_flags(entry, Linux.IORING_FSYNC_DATASYNC());
  }

  private MemorySegment prepare(int operation, RingFile with, long token) {
    if (!hasRoom()) {
      throw new InternalException("%d requests in flight, and one more".formatted(inFlight));
    }
    MemorySegment entry = submissions.add();
    uring_submission.opcode(entry, (byte) operation);
    uring_submission.fd(entry, with.number());
    uring_submission.user_data(entry, token);
    inFlight++;
    return entry;
  }

  /**
   * Hands what was prepared to the kernel, in one call. Of what the kernel has in its cache, the
   * completions are often there at once. Does nothing if nothing was prepared.
   */
  public void submit() {
    int prepared = submissions.publish();
    if (prepared > 0) {
      completions.disarm();
    }
    while (prepared > 0) { // more than once only if the kernel is short of memory
      enter(prepared, 0, 0);
      prepared = submissions.publish();
    }
  }

  /** Submits, and waits for a completion that was not taken yet; there must be one to come. */
  public void await() {
    submit();
    while (completions.isEmpty()) {
      enter(0, 1, Linux.IORING_ENTER_GETEVENTS());
    }
  }

  /**
   * Without a signal mask, whose size, the sixth argument, is not looked at then. What signals and
   * shortages do to a call is not its end: the caller looks and calls again.
   */
  private void enter(int submitted, int awaited, int flags) {
    int result =
        Libc.syscall(Linux.__NR_io_uring_enter(), file.number(), submitted, awaited, flags, 0);
    if (result < 0 && !EINTR.is(result) && !EAGAIN.is(result) && !EBUSY.is(result)) {
      throw DIAGNOSIS.failed("io_uring_enter", submitted + " requests", result);
    }
  }

  /**
   * Takes back the requests that have ended.
   *
   * @return how many
   */
  public int reap(Completion completion) {
    int taken = 0;
    while (!completions.isEmpty()) {
      long token = uring_completion.user_data(completions.first());
      int result = uring_completion.res(completions.first());
      completions.drop();
      inFlight--;
      taken++;
      completion.ended(token, result);
    }
    return taken;
  }

  /**
   * Arms the bell: it rings when a request ends from now on. {@link #submit} disarms it.
   *
   * @return whether some have ended already, so that {@link #reap} is to be called first
   */
  public boolean arm() {
    completions.arm();
    return !completions.isEmpty();
  }

  /** Whether a request that ended so was not carried out, and is simply to be made again. */
  public static boolean isPassing(int result) {
    return EINTR.is(result) || EAGAIN.is(result) || ECANCELED.is(result);
  }

  /** Gives it back. To be called when no request is in flight; closing twice does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
      file.close();
    }
  }
}
