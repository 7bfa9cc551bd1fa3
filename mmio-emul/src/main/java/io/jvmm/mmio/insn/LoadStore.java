package io.jvmm.mmio.insn;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A load or a store: what lies in memory from its address upwards goes to or comes from registers.
 *
 * @param direction which way
 * @param address where in memory
 * @param transfers what lies there, without gaps, by ascending address
 */
public record LoadStore(Direction direction, AddressMode address, List<Transfer> transfers)
    implements Decoded {
  /** Which way the data goes. */
  public enum Direction {
    /** From memory to registers. */
    LOAD,
    /** From registers to memory. */
    STORE
  }

  /** Copies the list. */
  public LoadStore {
    transfers = List.copyOf(transfers);
  }

  /** How much memory it accesses. */
  public int bytes() {
    return transfers.stream().mapToInt(Transfer::bytes).sum();
  }

  /**
   * Gives the registers what a load found.
   *
   * @param memory {@link #bytes()} long, in the byte order of the guest's data
   */
  public void load(ByteBuffer memory, RegisterFile registers) {
    transfers.forEach(each -> each.load(memory, registers));
  }

  /**
   * What a store leaves in memory.
   *
   * @param memory {@link #bytes()} long, in the byte order of the guest's data
   */
  public void store(RegisterFile registers, ByteBuffer memory) {
    transfers.forEach(each -> each.store(registers, memory));
  }
}
