package io.jvmm.load;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;

/** Where a region's bytes come from. */
sealed interface Payload permits BytesPayload, FilePayload, GzipPayload {
  /** Copies the bytes to the start of {@code range}; never writes outside it. */
  void copyTo(GuestMemory memory, AddressRange range);
}
