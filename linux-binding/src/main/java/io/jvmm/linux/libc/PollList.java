package io.jvmm.linux.libc;

import io.jvmm.linux.uapi.pollfd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Files to be polled together: poll(2). For one thread. */
public final class PollList {
  private final MemorySegment files;
  private final int count;

  /** So many files, of which none is watched yet. */
  public PollList(Arena arena, int count) {
    this.files = pollfd.allocateArray(count, arena);
    this.count = count;
  }

  /**
   * Has a file watched.
   *
   * @param file its descriptor's number; a negative one is not watched
   * @param events {@code POLLIN} and the like; {@code POLLHUP} is told of without
   */
  public PollList watch(int index, int file, int events) {
    MemorySegment entry = pollfd.asSlice(files, index);
    pollfd.fd(entry, file);
    pollfd.events(entry, (short) events);
    return this;
  }

  /**
   * Waits for an event.
   *
   * @param millis how long at most, negative for ever
   * @return how many files have events, or a negative error number
   */
  public int poll(int millis) {
    return Libc.poll(files, count, millis);
  }

  /** A file's events. */
  public int events(int index) {
    return pollfd.revents(pollfd.asSlice(files, index));
  }
}
