package io.jvmm.load;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.MemorySegment;

/** Bytes made by the loader itself. */
final class BytesPayload implements Payload {
  private final byte[] bytes;

  BytesPayload(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public void copyTo(GuestMemory memory, AddressRange range) {
    memory.writable(range.start().value(), bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }
}
