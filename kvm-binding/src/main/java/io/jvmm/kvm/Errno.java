package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import java.util.Arrays;
import java.util.Optional;

/** The error numbers that the calls of this module can fail with. */
enum Errno {
  EPERM(LinuxKvm.EPERM()),
  ENOENT(LinuxKvm.ENOENT()),
  ESRCH(LinuxKvm.ESRCH()),
  EINTR(LinuxKvm.EINTR()),
  EIO(LinuxKvm.EIO()),
  ENXIO(LinuxKvm.ENXIO()),
  E2BIG(LinuxKvm.E2BIG()),
  ENOEXEC(LinuxKvm.ENOEXEC()),
  EBADF(LinuxKvm.EBADF()),
  EAGAIN(LinuxKvm.EAGAIN()),
  ENOMEM(LinuxKvm.ENOMEM()),
  EACCES(LinuxKvm.EACCES()),
  EFAULT(LinuxKvm.EFAULT()),
  EBUSY(LinuxKvm.EBUSY()),
  EEXIST(LinuxKvm.EEXIST()),
  ENODEV(LinuxKvm.ENODEV()),
  EINVAL(LinuxKvm.EINVAL()),
  ENFILE(LinuxKvm.ENFILE()),
  EMFILE(LinuxKvm.EMFILE()),
  ENOTTY(LinuxKvm.ENOTTY()),
  ENOSPC(LinuxKvm.ENOSPC()),
  ENOSYS(LinuxKvm.ENOSYS()),
  EOVERFLOW(LinuxKvm.EOVERFLOW()),
  EOPNOTSUPP(LinuxKvm.EOPNOTSUPP());

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The one with this number, if it is among those expected. */
  static Optional<Errno> of(int number) {
    return Arrays.stream(values()).filter(errno -> errno.number == number).findFirst();
  }

  /** Name and number, {@code EACCES (13)}; of an unexpected one the number. */
  static String text(int number) {
    return of(number).map(Errno::toString).orElse("errno " + number);
  }

  /** Whether {@code result}, as {@link Libc} returns it, is this failure. */
  boolean is(int result) {
    return result == -number;
  }

  @Override
  public String toString() {
    return "%s (%d)".formatted(name(), number);
  }
}
