package io.jvmm.linux;

import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.uapi.pollfd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Files to be polled together: poll(2). For one thread. */
final class PollList {
  private final MemorySegment files;
  private final int count;

  PollList(Arena arena, int count) {
    this.files = pollfd.allocateArray(count, arena);
    this.count = count;
  }

  /**
   * Has a file watched.
   *
   * @param events {@code POLLIN} and the like; {@code POLLHUP} is told of without
   */
  PollList watch(int index, int file, int events) {
    MemorySegment entry = pollfd.asSlice(files, index);
    pollfd.fd(entry, file);
    pollfd.events(entry, (short) events);
    return this;
  }

  /**
   * Waits for an event.
   *
   * @param millis how long at most
   * @return how many files have events, or a negative error number
   */
  int poll(int millis) {
    return Libc.poll(files, count, millis);
  }

  /** A file's events. */
  int events(int index) {
    return pollfd.revents(pollfd.asSlice(files, index));
  }
}
