package io.jvmm.load.format;

import io.jvmm.vmm.memory.AddressRange;

/** Where a kernel wants to be. */
public sealed interface Placement {
  /** The memory it takes, from its first byte on, with what it clears for itself. */
  long size();

  /**
   * Relative to some 2 MiB boundary.
   *
   * @param offset bytes from the boundary to the kernel
   * @param size the memory it takes, at least 1
   * @param anywhere whether any boundary will do; if not, one near the start of memory
   */
  record Movable(long offset, long size, boolean anywhere) implements Placement {}

  /**
   * There and nowhere else.
   *
   * @param range the addresses, which need not be memory
   */
  record Fixed(AddressRange range) implements Placement {
    @Override
    public long size() {
      return range.size();
    }
  }
}
