package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.linux.libc.Errno;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.uapi.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The signal that takes a vCPU out of guest code. It is never delivered, so it needs no handler:
 * the vCPU's thread blocks it, KVM unblocks it for the duration of KVM_RUN only, and while it is
 * pending KVM_RUN returns instead of entering the guest. Then {@link #consume} takes it away.
 *
 * <p>It is also ignored. That changes nothing for a thread that blocks it, for the kernel keeps
 * blocked signals pending, ignored or not. But when a thread ends the JVM restores its first signal
 * mask, and a kick that is still pending then, or comes after, would end the process.
 */
final class KickSignal {
  /** A real-time signal that neither the C library (32, 33) nor the JVM (62) uses. */
  private static final int NUMBER = 40;

  private static final long BIT = 1L << (NUMBER - 1);

  /** Of glibc's {@code sigset_t} and the kernel's; the kernel looks at the first 8 bytes. */
  private static final long SIGSET_BYTES = 128;

  private static final long TIMESPEC_BYTES = 16;
  private static final MemorySegment SET = Arena.global().allocate(SIGSET_BYTES, Long.BYTES);
  private static final MemorySegment NO_TIME = Arena.global().allocate(TIMESPEC_BYTES, Long.BYTES);
  private static final int PROCESS = Math.toIntExact(ProcessHandle.current().pid());

  static {
    SET.set(JAVA_LONG, 0, BIT);
    ignore();
  }

  private KickSignal() {}

  /**
   * Blocks it in the calling thread, for good.
   *
   * @return the signals that are to be blocked while this thread runs guest code, as the kernel's
   *     64 bit mask: those blocked before, without this one
   */
  static long block() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(SIGSET_BYTES, Long.BYTES);
      int result = Libc.pthreadSigmask(Linux.SIG_BLOCK(), SET, before);
      if (result < 0) {
        throw KvmDiagnosis.failed("pthread_sigmask", "block signal " + NUMBER, result);
      }
      return before.get(JAVA_LONG, 0) & ~BIT;
    }
  }

  /** Sends it to a thread of this process; one that has ended or does not block it is not hurt. */
  static void send(int thread) {
    int result = Libc.tgkill(PROCESS, thread, NUMBER);
    // EAGAIN: so many are pending already that the kernel queues no more.
    if (result < 0 && !Errno.ESRCH.is(result) && !Errno.EAGAIN.is(result)) {
      throw KvmDiagnosis.failed("tgkill", "thread %d, signal %d".formatted(thread, NUMBER), result);
    }
  }

  /** Takes away all that are pending for the calling thread; whether there was any. */
  static boolean consume() {
    boolean pending = false;
    while (Libc.sigtimedwait(SET, NO_TIME) == NUMBER) {
      pending = true;
    }
    return pending;
  }

  private static void ignore() {
    long result = Libc.signal(NUMBER, Linux.SIG_IGN());
    if (result < 0) {
      throw KvmDiagnosis.failed("signal", "ignore signal " + NUMBER, result);
    }
  }
}
