package io.jvmm.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.linux.libc.Diagnosis;
import io.jvmm.linux.libc.Errno;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.vmm.Bell;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** A bell that the kernel can ring, too: an eventfd(2). */
public final class EventCounter implements Bell, AutoCloseable {
  private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_LONG, 1);

  private final OpenFile file;
  private final MemorySegment count = Arena.ofAuto().allocate(JAVA_LONG); // what a read is for
  private boolean closed; // guarded by this

  private EventCounter(OpenFile file) {
    this.file = file;
  }

  /**
   * A bell that nobody has rung.
   *
   * @throws io.jvmm.vmm.error.HostException if the host has no more files
   */
  public static EventCounter create() {
    int result = Libc.eventfd(0, Linux.EFD_CLOEXEC());
    if (result < 0) {
      throw Diagnosis.GENERAL.failed("eventfd", "0", result);
    }
    return new EventCounter(new OpenFile(result));
  }

  /** The descriptor's number. */
  public int number() {
    return file.number();
  }

  @Override
  public OptionalInt descriptor() {
    return OptionalInt.of(number());
  }

  /** With a lock, for a closed descriptor's number may soon be another file's. */
  @Override
  public synchronized void ring() {
    if (closed) {
      return;
    }
    long result = Libc.write(file.number(), ONE);
    if (result < 0) {
      throw Diagnosis.GENERAL.failed("write", "an event", result);
    }
  }

  /** A signal lets it return early. */
  @Override
  public void await() {
    long result = Libc.read(file.number(), count);
    if (result < 0 && !Errno.EINTR.is(result)) {
      throw Diagnosis.GENERAL.failed("read", "events", result);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    file.close();
  }
}
