package io.jvmm.vmm.pci;

import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.mmio.MmioDevice;
import java.util.List;
import java.util.Optional;

/**
 * A PCI function without what is the same for all of them: its configuration header, MSI-X table
 * and INTx pin are the host bridge's.
 */
public interface PciFunction {
  /** By what drivers recognise it; always the same. */
  PciIdentity identity();

  /** What it adds to the capability list; always the same. */
  List<PciCapability> capabilities();

  /** The registers behind its base address register 0. */
  MmioDevice registers();

  /** How many bytes they take: a power of two, at least 16. */
  long registersSize();

  /**
   * The guest has put the registers elsewhere, or nowhere. Called by a vCPU, for one change after
   * the other.
   *
   * @param registers where they are now; empty if no access reaches them
   */
  void moved(Optional<GuestAddress> registers);
}
