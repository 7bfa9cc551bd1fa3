package io.jvmm.load.payload;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;

/** Where a region's bytes come from. */
public sealed interface Payload permits SegmentPayload, SourcePayload, UnpackedPayload {
  /**
   * Copies the bytes to the start of {@code range}; never writes outside it.
   *
   * @throws io.jvmm.vmm.error.VmmException if they cannot be had: says why
   */
  void copyTo(GuestMemory memory, AddressRange range);
}
