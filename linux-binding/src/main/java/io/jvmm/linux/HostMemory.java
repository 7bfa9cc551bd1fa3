package io.jvmm.linux;

import io.jvmm.linux.libc.Mapping;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory of the host's that is not taken before it is used. */
public final class HostMemory {
  private HostMemory() {}

  /**
   * Reserves zeroed memory, possibly more than the host has: its pages are taken when they are
   * first touched.
   *
   * @param bytes at least 1
   * @param arena whose end gives it back
   * @throws io.jvmm.vmm.error.HostException if there are no addresses for it
   */
  public static MemorySegment reserve(long bytes, Arena arena) {
    return Mapping.anonymous(bytes, arena);
  }
}
