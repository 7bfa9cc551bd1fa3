package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.ADDRESS;
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
import java.util.Arrays;

/**
 * The C library functions that jvmm calls, under their own names. Each returns its result, or a
 * negative error number as system calls do: {@code -13} for {@code EACCES}.
 *
 * <p>Bound by hand, because generated bindings cannot capture {@code errno}. Each function is bound
 * on its first call (a class of its own holds its handle), for binding costs milliseconds. No call
 * is a critical one: during such a call the Java virtual machine cannot reach a safepoint, and
 * KVM_RUN may block for as long as the guest sleeps.
 */
final class Libc {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET = STATE.byteOffset(PathElement.groupElement("errno"));

  private static final ThreadLocal<MemorySegment> CAPTURED =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Libc() {}

  /** {@code int open(const char *path, int flags, ...)}: a file descriptor. */
  static int open(MemorySegment path, int flags) {
    final class Open {
      static final MethodHandle HANDLE =
          bind(
              "open",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.firstVariadicArg(2));
    }
    try {
      return result((int) Open.HANDLE.invokeExact(CAPTURED.get(), path, flags));
    } catch (Throwable e) {
      throw notCalled("open", e);
    }
  }

  /** {@code int close(int fd)}. */
  static int close(int fd) {
    final class Close {
      static final MethodHandle HANDLE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }
    try {
      return result((int) Close.HANDLE.invokeExact(CAPTURED.get(), fd));
    } catch (Throwable e) {
      throw notCalled("close", e);
    }
  }

  /**
   * {@code int ioctl(int fd, unsigned long request, ...)}.
   *
   * @param argument a structure, or a number in the guise of its address
   */
  static int ioctl(int fd, long request, MemorySegment argument) {
    final class Ioctl {
      static final MethodHandle HANDLE =
          bind(
              "ioctl",
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
              Linker.Option.firstVariadicArg(2));
    }
    try {
      return result((int) Ioctl.HANDLE.invokeExact(CAPTURED.get(), fd, request, argument));
    } catch (Throwable e) {
      throw notCalled("ioctl", e);
    }
  }

  /**
   * {@code void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t
   * offset)} at an address of the kernel's choice and offset 0: an address.
   */
  static long mmap(long length, int protection, int flags, int fd) {
    final class Mmap {
      static final MethodHandle HANDLE =
          bind(
              "mmap",
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    }
    try {
      return result(
          (long) Mmap.HANDLE.invokeExact(CAPTURED.get(), 0L, length, protection, flags, fd, 0L));
    } catch (Throwable e) {
      throw notCalled("mmap", e);
    }
  }

  /** {@code int munmap(void *address, size_t length)}. */
  static int munmap(MemorySegment mapping) {
    final class Munmap {
      static final MethodHandle HANDLE =
          bind("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    }
    try {
      return result((int) Munmap.HANDLE.invokeExact(CAPTURED.get(), mapping, mapping.byteSize()));
    } catch (Throwable e) {
      throw notCalled("munmap", e);
    }
  }

  /** {@code int mprotect(void *address, size_t length, int protection)}. */
  static int mprotect(MemorySegment mapping, int protection) {
    final class Mprotect {
      static final MethodHandle HANDLE =
          bind("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }
    try {
      return result(
          (int)
              Mprotect.HANDLE.invokeExact(CAPTURED.get(), mapping, mapping.byteSize(), protection));
    } catch (Throwable e) {
      throw notCalled("mprotect", e);
    }
  }

  /** {@code long sysconf(int name)}. */
  static long sysconf(int name) {
    final class Sysconf {
      static final MethodHandle HANDLE =
          bind("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    }
    try {
      return result((long) Sysconf.HANDLE.invokeExact(CAPTURED.get(), name));
    } catch (Throwable e) {
      throw notCalled("sysconf", e);
    }
  }

  /** {@code pid_t gettid(void)}: the calling thread's kernel identifier; cannot fail. */
  static int gettid() {
    final class Gettid {
      static final MethodHandle HANDLE = bind("gettid", FunctionDescriptor.of(JAVA_INT));
    }
    try {
      return result((int) Gettid.HANDLE.invokeExact(CAPTURED.get()));
    } catch (Throwable e) {
      throw notCalled("gettid", e);
    }
  }

  /**
   * {@code int sched_setaffinity(pid_t thread, size_t size, const cpu_set_t *mask)}.
   *
   * @param mask a bit for each CPU, in 64-bit words
   */
  static int schedSetaffinity(int thread, MemorySegment mask) {
    final class SchedSetaffinity {
      static final MethodHandle HANDLE =
          bind("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    }
    try {
      return result(
          (int) SchedSetaffinity.HANDLE.invokeExact(CAPTURED.get(), thread, mask.byteSize(), mask));
    } catch (Throwable e) {
      throw notCalled("sched_setaffinity", e);
    }
  }

  /** {@code int tgkill(pid_t process, pid_t thread, int signal)}. */
  static int tgkill(int process, int thread, int signal) {
    final class Tgkill {
      static final MethodHandle HANDLE =
          bind("tgkill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    }
    try {
      return result((int) Tgkill.HANDLE.invokeExact(CAPTURED.get(), process, thread, signal));
    } catch (Throwable e) {
      throw notCalled("tgkill", e);
    }
  }

  /** {@code sighandler_t signal(int signal, sighandler_t handler)}: the handler before. */
  static long signal(int signal, MemorySegment handler) {
    final class Signal {
      static final MethodHandle HANDLE =
          bind("signal", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS));
    }
    try {
      return result((long) Signal.HANDLE.invokeExact(CAPTURED.get(), signal, handler));
    } catch (Throwable e) {
      throw notCalled("signal", e);
    }
  }

  /**
   * {@code int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)}. It returns its error
   * instead of setting {@code errno}.
   */
  static int pthreadSigmask(int how, MemorySegment set, MemorySegment old) {
    final class PthreadSigmask {
      static final MethodHandle HANDLE =
          bind("pthread_sigmask", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    }
    try {
      return -(int) PthreadSigmask.HANDLE.invokeExact(CAPTURED.get(), how, set, old);
    } catch (Throwable e) {
      throw notCalled("pthread_sigmask", e);
    }
  }

  /**
   * {@code int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)}
   * without an info: the signal taken.
   */
  static int sigtimedwait(MemorySegment set, MemorySegment timeout) {
    final class Sigtimedwait {
      static final MethodHandle HANDLE =
          bind("sigtimedwait", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    }
    try {
      return result(
          (int) Sigtimedwait.HANDLE.invokeExact(CAPTURED.get(), set, MemorySegment.NULL, timeout));
    } catch (Throwable e) {
      throw notCalled("sigtimedwait", e);
    }
  }

  private static MethodHandle bind(
      String name, FunctionDescriptor signature, Linker.Option... variadic) {
    Linker linker = Linker.nativeLinker();
    Linker.Option[] options = Arrays.copyOf(variadic, variadic.length + 1);
    options[variadic.length] = Linker.Option.captureCallState("errno");
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
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

  private static InternalException notCalled(String function, Throwable cause) {
    return new InternalException(function + " could not be called", cause);
  }
}
