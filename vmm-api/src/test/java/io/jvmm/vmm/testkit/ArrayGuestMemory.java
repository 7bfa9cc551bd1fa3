package io.jvmm.vmm.testkit;

import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One stretch of guest RAM, readable and writable, and nothing around it. */
public final class ArrayGuestMemory implements GuestMemory {
  private final AddressRange range;
  private final MemorySegment bytes;

  /** Zeroed RAM at a range. */
  public ArrayGuestMemory(AddressRange range) {
    this.range = range;
    this.bytes = Arena.ofAuto().allocate(range.size(), 4096);
  }

  /** Where it is. */
  public AddressRange range() {
    return range;
  }

  @Override
  public MemorySegment readable(long address, long length) {
    if (!range.contains(address, length)) {
      throw new GuestException("0x%x bytes at 0x%x are not RAM".formatted(length, address));
    }
    return bytes.asSlice(address - range.start().value(), length);
  }

  @Override
  public MemorySegment writable(long address, long length) {
    return readable(address, length);
  }
}
