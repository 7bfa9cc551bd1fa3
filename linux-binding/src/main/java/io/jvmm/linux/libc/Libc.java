package io.jvmm.linux.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library functions that jvmm calls, under their own names. Each returns its result, or a
 * negative error number as system calls do: {@code -13} for {@code EACCES}. Who passes memory keeps
 * it alive until the call returns, as an arena does that is closed later.
 *
 * <p>Bound by hand, because generated bindings cannot capture {@code errno}; and all through one
 * handle, because Java makes classes and stubs for each shape of call at the start. It passes six
 * 64-bit integers: numbers and pointers travel alike in registers, a function does not look at
 * those that it has no parameter for, and of a register that holds an {@code int} only at the lower
 * half (Procedure Call Standard for the Arm 64-bit Architecture, IHI 0055, and System V ABI AMD64,
 * each under parameter passing). So what returns an {@code int} has to be narrowed here, too. No
 * call is a critical one: during such a call the Java virtual machine cannot reach a safepoint, and
 * KVM_RUN may block for as long as the guest sleeps.
 */
public final class Libc {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET = STATE.byteOffset(PathElement.groupElement("errno"));
  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  private static final MemorySegment OPEN = function("open");
  private static final MemorySegment CLOSE = function("close");
  private static final MemorySegment IOCTL = function("ioctl");
  private static final MemorySegment MMAP = function("mmap");
  private static final MemorySegment MUNMAP = function("munmap");
  private static final MemorySegment MPROTECT = function("mprotect");
  private static final MemorySegment EVENTFD = function("eventfd");
  private static final MemorySegment READ = function("read");
  private static final MemorySegment WRITE = function("write");
  private static final MemorySegment WRITEV = function("writev");
  private static final MemorySegment POLL = function("poll");
  private static final MemorySegment SOCKET = function("socket");
  private static final MemorySegment SYSCALL = function("syscall");
  private static final MemorySegment TCGETATTR = function("tcgetattr");
  private static final MemorySegment TCSETATTR = function("tcsetattr");
  private static final MemorySegment CFMAKERAW = function("cfmakeraw");
  private static final MemorySegment SYSCONF = function("sysconf");
  private static final MemorySegment GETTID = function("gettid");
  private static final MemorySegment SCHED_SETAFFINITY = function("sched_setaffinity");
  private static final MemorySegment TGKILL = function("tgkill");
  private static final MemorySegment SIGNAL = function("signal");
  private static final MemorySegment PTHREAD_SIGMASK = function("pthread_sigmask");
  private static final MemorySegment SIGTIMEDWAIT = function("sigtimedwait");
  private static final MemorySegment STRERROR = function("strerror");

  private static final ThreadLocal<MemorySegment> CAPTURED =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Libc() {}

  /** {@code int open(const char *path, int flags, ...)}: a file descriptor. */
  public static int open(MemorySegment path, int flags) {
    return result((int) call(OPEN, path.address(), flags, 0));
  }

  /** {@code int close(int fd)}. */
  public static int close(int fd) {
    return result((int) call(CLOSE, fd, 0, 0));
  }

  /**
   * {@code int ioctl(int fd, unsigned long request, ...)}.
   *
   * @param argument a number, or the address of a structure
   */
  public static int ioctl(int fd, long request, long argument) {
    return result((int) call(IOCTL, fd, request, argument));
  }

  /**
   * {@code void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t
   * offset)} at an address of the kernel's choice: an address.
   */
  public static long mmap(long length, int protection, int flags, int fd, long offset) {
    return result(call(MMAP, 0, length, protection, flags, fd, offset));
  }

  /** {@code int munmap(void *address, size_t length)}. */
  public static int munmap(MemorySegment mapping) {
    return result((int) call(MUNMAP, mapping.address(), mapping.byteSize(), 0));
  }

  /** {@code int mprotect(void *address, size_t length, int protection)}. */
  public static int mprotect(MemorySegment mapping, int protection) {
    return result((int) call(MPROTECT, mapping.address(), mapping.byteSize(), protection));
  }

  /** {@code int eventfd(unsigned int value, int flags)}: a file descriptor. */
  public static int eventfd(int value, int flags) {
    return result((int) call(EVENTFD, value, flags, 0));
  }

  /** {@code ssize_t read(int fd, void *buffer, size_t count)}: how many bytes were read. */
  public static long read(int fd, MemorySegment buffer) {
    return result(call(READ, fd, buffer.address(), buffer.byteSize()));
  }

  /** {@code ssize_t write(int fd, const void *buffer, size_t count)}: how many were written. */
  public static long write(int fd, MemorySegment buffer) {
    return result(call(WRITE, fd, buffer.address(), buffer.byteSize()));
  }

  /** {@code ssize_t writev(int fd, const struct iovec *vector, int count)}: bytes written. */
  public static long writev(int fd, long vector, int count) {
    return result(call(WRITEV, fd, vector, count));
  }

  /**
   * {@code int poll(struct pollfd *files, nfds_t count, int timeout)}: how many have events.
   *
   * @param timeout in ms, negative for ever
   */
  public static int poll(MemorySegment files, int count, int timeout) {
    return result((int) call(POLL, files.address(), count, timeout));
  }

  /** {@code int socket(int domain, int type, int protocol)}: a file descriptor. */
  public static int socket(int domain, int type, int protocol) {
    return result((int) call(SOCKET, domain, type, protocol));
  }

  /**
   * {@code long syscall(long number, ...)}, for system calls that the C library has no function for
   * and that take at most five arguments.
   */
  public static int syscall(int number, long a, long b, long c, long d, long e) {
    return result((int) call(SYSCALL, number, a, b, c, d, e));
  }

  /** {@code int tcgetattr(int fd, struct termios *settings)}. */
  public static int tcgetattr(int fd, MemorySegment settings) {
    return result((int) call(TCGETATTR, fd, settings.address(), 0));
  }

  /** {@code int tcsetattr(int fd, int when, const struct termios *settings)}. */
  public static int tcsetattr(int fd, int when, MemorySegment settings) {
    return result((int) call(TCSETATTR, fd, when, settings.address()));
  }

  /** {@code void cfmakeraw(struct termios *settings)}. */
  public static void cfmakeraw(MemorySegment settings) {
    call(CFMAKERAW, settings.address(), 0, 0);
  }

  /** {@code long sysconf(int name)}. */
  public static long sysconf(int name) {
    return result(call(SYSCONF, name, 0, 0));
  }

  /** {@code pid_t gettid(void)}: the calling thread's kernel identifier; cannot fail. */
  public static int gettid() {
    return (int) call(GETTID, 0, 0, 0);
  }

  /**
   * {@code int sched_setaffinity(pid_t thread, size_t size, const cpu_set_t *mask)}.
   *
   * @param mask a bit for each CPU, in 64-bit words
   */
  public static int schedSetaffinity(int thread, MemorySegment mask) {
    return result((int) call(SCHED_SETAFFINITY, thread, mask.byteSize(), mask.address()));
  }

  /** {@code int tgkill(pid_t process, pid_t thread, int signal)}. */
  public static int tgkill(int process, int thread, int signal) {
    return result((int) call(TGKILL, process, thread, signal));
  }

  /** {@code sighandler_t signal(int signal, sighandler_t handler)}: the handler before. */
  public static long signal(int signal, MemorySegment handler) {
    return result(call(SIGNAL, signal, handler.address(), 0));
  }

  /**
   * {@code int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)}. It returns its error
   * instead of setting {@code errno}.
   */
  public static int pthreadSigmask(int how, MemorySegment set, MemorySegment old) {
    return -(int) call(PTHREAD_SIGMASK, how, set.address(), old.address());
  }

  /**
   * {@code int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)}
   * without an info: the signal taken.
   */
  public static int sigtimedwait(MemorySegment set, MemorySegment timeout) {
    return result((int) call(SIGTIMEDWAIT, set.address(), 0, timeout.address()));
  }

  /**
   * {@code char *strerror(int number)}: what an error number means. The C library's texts are
   * constants or, of numbers that it does not know, the calling thread's.
   */
  public static String strerror(int number) {
    long text = call(STRERROR, number, 0, 0);
    return MemorySegment.ofAddress(text).reinterpret(Long.MAX_VALUE).getString(0);
  }

  private static MemorySegment function(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  private static long call(MemorySegment function, long a, long b, long c) {
    return call(function, a, b, c, 0, 0, 0);
  }

  private static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, CAPTURED.get(), a, b, c, d, e, f);
    } catch (Throwable thrown) {
      throw new InternalException("a C library function could not be called", thrown);
    }
  }

  private static int result(int value) {
    return value == -1 ? -errno() : value;
  }

  private static long result(long value) {
    return value == -1 ? -errno() : value;
  }

  private static int errno() {
    return CAPTURED.get().get(JAVA_INT, ERRNO_OFFSET);
  }
}
