package io.jvmm.mmio.insn;

import io.jvmm.vmm.mmio.MmioBus;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** One access of a load or store. The buffers hold the instruction's data as it lies in memory. */
sealed interface Step {
  /** Guest-physical. */
  long address();

  /** How many. */
  int bytes();

  /** Loads the next bytes of the data. */
  void read(MmioBus bus, ByteBuffer data);

  /** Stores the next bytes of the data. */
  void write(MmioBus bus, ByteBuffer data);

  /** Whether it accesses an address. */
  default boolean covers(long guestPhysical) {
    long offset = guestPhysical - address();
    return offset >= 0 && offset < bytes();
  }

  /**
   * An access to whatever is on the bus.
   *
   * @param bytes 1, 2, 4 or 8
   */
  record ToBus(long address, int bytes) implements Step {
    @Override
    public void read(MmioBus bus, ByteBuffer data) {
      Datum.put(data, bytes, bus.read(address, bytes));
    }

    @Override
    public void write(MmioBus bus, ByteBuffer data) {
      bus.write(address, bytes, Datum.get(data, bytes));
    }
  }

  /** An access to guest RAM. */
  record ToRam(long address, MemorySegment ram) implements Step {
    @Override
    public int bytes() {
      return (int) ram.byteSize();
    }

    @Override
    public void read(MmioBus bus, ByteBuffer data) {
      data.put(ram.asByteBuffer());
    }

    @Override
    public void write(MmioBus bus, ByteBuffer data) {
      ram.asByteBuffer().put(data.slice(data.position(), bytes()));
      data.position(data.position() + bytes());
    }
  }
}
