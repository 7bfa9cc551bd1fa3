package io.jvmm.virtio.testkit;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Guest RAM as the guest's own code sees it; little-endian. To devices it is stricter than a real
 * machine: what they asked for to read they cannot write.
 */
public final class DriverMemory implements GuestMemory {
  /** Where RAM starts. */
  public static final long BASE = 0x4000_0000L;

  /** How many bytes of RAM there are. */
  public static final long SIZE = 1 << 20;

  /** The first address past RAM. */
  public static final long END = BASE + SIZE;

  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ArrayGuestMemory ram = new ArrayGuestMemory(AddressRange.of(BASE, SIZE));

  @Override
  public MemorySegment readable(long address, long length) {
    return ram.readable(address, length).asReadOnly();
  }

  @Override
  public MemorySegment writable(long address, long length) {
    return ram.writable(address, length);
  }

  /** Stores bytes. */
  public void put(long address, byte... bytes) {
    writable(address, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  /** Stores text, one byte a character. */
  public void put(long address, String text) {
    put(address, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Stores 2 bytes. */
  public void put16(long address, int value) {
    writable(address, Short.BYTES).set(U16, 0, (short) value);
  }

  /** Stores 4 bytes. */
  public void put32(long address, int value) {
    writable(address, Integer.BYTES).set(U32, 0, value);
  }

  /** Stores 8 bytes. */
  public void put64(long address, long value) {
    writable(address, Long.BYTES).set(U64, 0, value);
  }

  /** Loads bytes. */
  public byte[] bytes(long address, int length) {
    return readable(address, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Loads text, one byte a character. */
  public String text(long address, int length) {
    return new String(bytes(address, length), StandardCharsets.ISO_8859_1);
  }

  /** Loads 2 bytes, zero-extended. */
  public int get16(long address) {
    return Short.toUnsignedInt(readable(address, Short.BYTES).get(U16, 0));
  }

  /** Loads 4 bytes. */
  public int get32(long address) {
    return readable(address, Integer.BYTES).get(U32, 0);
  }
}
