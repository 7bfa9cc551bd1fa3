package io.jvmm.mmio.pcie;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;

/**
 * Where a machine has room for PCI Express. PCI addresses are the guest's physical ones.
 *
 * @param ecam configuration space, 1 MiB for each bus
 * @param window32 where base address registers of 32 bits can point to, below 4 GiB
 * @param window64 where those of 64 bits can point to as well
 * @param firstInterrupt the first of four SPIs: INTA of device 0
 */
public record PcieLayout(
    AddressRange ecam, AddressRange window32, AddressRange window64, IntId firstInterrupt) {
  private static final long BUS = 1 << 20;

  /** Refuses part of a bus. */
  public PcieLayout {
    if (ecam.size() % BUS != 0) {
      throw new IllegalArgumentException(ecam + " holds no whole number of buses");
    }
  }

  /** How many buses the configuration space has room for. */
  int buses() {
    return (int) (ecam.size() / BUS);
  }
}
