package io.jvmm.mmio.pcie;

import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.pci.PciInterrupts;

/**
 * A function's interrupts, by messages or by its INTx pin, as the guest has configured them (PCI
 * Local Bus 3.0, 6.2.2, 6.2.4 and 6.8). Safe for use by any thread.
 */
final class FunctionInterrupts implements PciInterrupts {
  private final MsixTable table;
  private final LevelIrq pin;
  private volatile boolean messagesEnabled; // written under this monitor
  private boolean asserted; // by the function; guarded by this
  private boolean lineDisabled; // guarded by this

  FunctionInterrupts(MsixTable table, LevelIrq pin) {
    this.table = table;
    this.pin = pin;
  }

  /** The guest has written to the function's configuration space. */
  synchronized void configure(MsixCapability capability, ConfigurationHeader header) {
    table.control(capability.enabled(), capability.allMasked(), header.busMaster());
    messagesEnabled = capability.enabled();
    lineDisabled = header.lineDisabled();
    drive();
  }

  /** The status register's Interrupt Status: whatever the guest has disabled. */
  synchronized boolean isAsserted() {
    return asserted;
  }

  @Override
  public boolean messagesEnabled() {
    return messagesEnabled;
  }

  @Override
  public void signal(int vector) {
    table.signal(vector);
  }

  @Override
  public synchronized void setLine(boolean level) {
    asserted = level;
    drive();
  }

  private void drive() {
    pin.set(asserted && !lineDisabled && !messagesEnabled);
  }
}
