package io.jvmm.linux;

import io.jvmm.linux.libc.Libc;

/** What the kernel's error numbers mean. */
public final class SystemError {
  private SystemError() {}

  /**
   * What a person is told of an error, such as {@code No space left on device} (strerror(3)).
   *
   * @param number a positive error number
   */
  public static String text(int number) {
    return Libc.strerror(number);
  }
}
