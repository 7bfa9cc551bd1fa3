package io.jvmm.vmm.pci;

import io.jvmm.vmm.mmio.MmioDevice;
import java.util.List;

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
}
