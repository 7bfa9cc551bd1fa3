package io.jvmm.mmio.pcie;

import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import org.jspecify.annotations.Nullable;

/**
 * Configuration space in memory (PCI Express Base 6.0, 7.2.2): 4 KiB for each function of each bus.
 * Where no function is, reads are all ones and writes are ignored.
 */
final class Ecam implements MmioDevice {
  private static final int FUNCTION_SHIFT = 12;
  private static final int FUNCTIONS = 8;
  private static final int REGISTER_MASK = (1 << FUNCTION_SHIFT) - 1;

  private final PcieHostBridge bridge;

  Ecam(PcieHostBridge bridge) {
    this.bridge = bridge;
  }

  @Override
  public String name() {
    return "pcie-ecam";
  }

  @Override
  public boolean accepts(Access access) {
    return access.width() <= Integer.BYTES && access.isAligned();
  }

  @Override
  public long read(Access access) {
    synchronized (bridge) {
      Slot slot = slot(access);
      return slot == null
          ? PcieHostBridge.allOnes(access)
          : slot.read(register(access), access.width());
    }
  }

  @Override
  public void write(Access access, long value) {
    synchronized (bridge) {
      Slot slot = slot(access);
      if (slot != null) {
        slot.write(register(access), access.width(), value);
        bridge.route();
      }
    }
  }

  /** The first function of a device on bus 0: there are no others. */
  private @Nullable Slot slot(Access access) {
    long function = access.offset() >>> FUNCTION_SHIFT;
    return function % FUNCTIONS == 0 ? bridge.slot(function / FUNCTIONS) : null;
  }

  private static int register(Access access) {
    return (int) access.offset() & REGISTER_MASK;
  }
}
