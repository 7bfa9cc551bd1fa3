package io.jvmm.vmm;

import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.MemorySegment;

/**
 * A stretch of guest-physical space backed by host memory.
 *
 * @param index the slot's number, 0 to {@link HypervisorLimits#maxMemorySlots} - 1
 * @param guest where the guest sees it, aligned to the host's page size
 * @param host the memory, as long as {@code guest} and aligned likewise
 * @param access what the guest may do and what is recorded
 */
public record MemorySlot(int index, AddressRange guest, MemorySegment host, Access access) {
  /** What the guest may do with a slot. */
  public enum Access {
    /** Read, write, execute. */
    READ_WRITE,
    /** Read and execute; stores exit as MMIO. */
    READ_ONLY,
    /** Read, write, execute; written pages are recorded. */
    DIRTY_LOGGED
  }

  /** Refuses memory of another size than the range. */
  public MemorySlot {
    if (index < 0 || host.byteSize() != guest.size()) {
      throw new IllegalArgumentException(
          "slot %d: %d bytes of memory for %s".formatted(index, host.byteSize(), guest));
    }
  }
}
