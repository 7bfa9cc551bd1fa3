package io.jvmm.linux.libc;

import io.jvmm.linux.uapi.Linux;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that this process holds open, by its descriptor. Any thread may use it; whoever closes it
 * sees to it that no call is under way.
 */
public final class OpenFile implements AutoCloseable {
  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over an open descriptor. */
  public OpenFile(int number) {
    this.number = number;
  }

  /**
   * Opens a file; programs that this process starts do not inherit it.
   *
   * @param flags such as {@code O_RDWR}
   * @param diagnosis what a failure is explained by
   * @throws io.jvmm.vmm.error.HostException if it cannot be opened
   */
  public static OpenFile open(String path, int flags, Diagnosis diagnosis) {
    try (Arena arena = Arena.ofConfined()) {
      int result = Libc.open(arena.allocateFrom(path), flags | Linux.O_CLOEXEC());
      if (result < 0) {
        throw diagnosis.failed("open", path, result);
      }
      return new OpenFile(result);
    }
  }

  /** The descriptor's number. */
  public int number() {
    if (closed.get()) {
      throw new InternalException("file descriptor %d is closed".formatted(number));
    }
    return number;
  }

  /** Closes it; closing it again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && Errno.EBADF.is(Libc.close(number))) {
      throw new InternalException("file descriptor %d was not open".formatted(number));
    }
  }
}
