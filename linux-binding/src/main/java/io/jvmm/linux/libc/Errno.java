package io.jvmm.linux.libc;

import io.jvmm.linux.uapi.Linux;
import java.util.Arrays;
import java.util.Optional;

/** The error numbers that the calls of this module can fail with. */
public enum Errno {
  EPERM(Linux.EPERM()),
  ENOENT(Linux.ENOENT()),
  ESRCH(Linux.ESRCH()),
  EINTR(Linux.EINTR()),
  EIO(Linux.EIO()),
  ENXIO(Linux.ENXIO()),
  E2BIG(Linux.E2BIG()),
  ENOEXEC(Linux.ENOEXEC()),
  EBADF(Linux.EBADF()),
  EAGAIN(Linux.EAGAIN()),
  ENOMEM(Linux.ENOMEM()),
  EACCES(Linux.EACCES()),
  EFAULT(Linux.EFAULT()),
  EBUSY(Linux.EBUSY()),
  EEXIST(Linux.EEXIST()),
  ENODEV(Linux.ENODEV()),
  EINVAL(Linux.EINVAL()),
  ENFILE(Linux.ENFILE()),
  EMFILE(Linux.EMFILE()),
  ENOTTY(Linux.ENOTTY()),
  ENOSPC(Linux.ENOSPC()),
  ENOSYS(Linux.ENOSYS()),
  EOVERFLOW(Linux.EOVERFLOW()),
  EOPNOTSUPP(Linux.EOPNOTSUPP()),
  EBADFD(Linux.EBADFD()),
  ECANCELED(Linux.ECANCELED());

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The one with this number, if it is among those expected. */
  public static Optional<Errno> of(int number) {
    return Arrays.stream(values()).filter(errno -> errno.number == number).findFirst();
  }

  /** Name and number, {@code EACCES (13)}; of an unexpected one the number. */
  public static String text(int number) {
    return of(number).map(Errno::toString).orElse("errno " + number);
  }

  /** Whether {@code result}, as {@link Libc} returns it, is this failure. */
  public boolean is(long result) {
    return result == -number;
  }

  @Override
  public String toString() {
    return "%s (%d)".formatted(name(), number);
  }
}
