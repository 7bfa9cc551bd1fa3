package io.jvmm.lpae;

/** Where a walk reads descriptors. */
@FunctionalInterface
public interface TableMemory {
  /**
   * The descriptor at an address, in the value that little-endian memory has.
   *
   * @param address a multiple of 8, as tables gave it: anything
   * @throws io.jvmm.vmm.error.GuestException if there is no memory
   */
  long read(long address);
}
