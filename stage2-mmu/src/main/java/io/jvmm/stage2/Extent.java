package io.jvmm.stage2;

import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.MemorySegment;

/**
 * A run of guest-physical addresses that lie in one segment side by side and permit the same.
 *
 * @param guest the addresses
 * @param memory the whole segment that they are a part of
 * @param offset where in it {@code guest} starts
 * @param permissions what guest and devices may do there
 */
record Extent(AddressRange guest, MemorySegment memory, long offset, Permissions permissions) {
  /** Whether all the bytes, unsigned, lie inside and permit the access. */
  boolean serves(long address, long length, Stage2Access access) {
    return guest.contains(address, length) && permissions.allow(access);
  }

  /** The bytes at an address inside; they may go on past this extent's end. */
  MemorySegment slice(long address, long length) {
    return memory.asSlice(offset + address - guest.start().value(), length);
  }

  /** Whether {@code next} follows in guest-physical space and in memory. */
  boolean isContinuedBy(Extent next) {
    return guest.endExclusive() == next.guest.start().value()
        && memory.equals(next.memory)
        && offset + guest.size() == next.offset;
  }

  /** Both as one; {@code next} continues this one and permits the same. */
  Extent joinedWith(Extent next) {
    AddressRange both = new AddressRange(guest.start(), guest.size() + next.guest.size());
    return new Extent(both, memory, offset, permissions);
  }
}
