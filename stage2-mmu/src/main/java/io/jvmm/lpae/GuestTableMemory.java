package io.jvmm.lpae;

import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Tables that a guest has in its own memory.
 *
 * @param memory the guest's
 */
public record GuestTableMemory(GuestMemory memory) implements TableMemory {
  private static final ValueLayout.OfLong DESCRIPTOR =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public long read(long address) {
    return memory.readable(address, Long.BYTES).get(DESCRIPTOR, 0);
  }
}
