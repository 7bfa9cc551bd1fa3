package io.jvmm.vmm.memory;

import java.lang.foreign.MemorySegment;

/**
 * Guest memory as a device sees it: what the stage-2 tables map, with their permissions, and
 * nothing else. Addresses and lengths come from the guest, so they are raw numbers and are checked
 * here; the segments returned are bounds-checked views of guest RAM that the guest writes to at the
 * same time. Safe for use by any thread.
 */
public interface GuestMemory {
  /**
   * The bytes at an address, for the device to read.
   *
   * @param address a guest-physical address, unsigned
   * @param length bytes, unsigned; 0 gives an empty segment
   * @throws io.jvmm.vmm.error.GuestException if any of them is not mapped readable, or if they are
   *     not contiguous in the host's memory
   */
  MemorySegment readable(long address, long length);

  /**
   * The bytes at an address, for the device to write.
   *
   * @param address a guest-physical address, unsigned
   * @param length bytes, unsigned; 0 gives an empty segment
   * @throws io.jvmm.vmm.error.GuestException if any of them is not mapped writable, or if they are
   *     not contiguous in the host's memory
   */
  MemorySegment writable(long address, long length);
}
