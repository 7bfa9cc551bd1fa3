package io.jvmm.vmm.testkit;

import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.LevelIrq;

/** An interrupt line that remembers what was done to it. */
public final class RecordingIrq implements LevelIrq, EdgeIrq {
  private volatile boolean asserted;
  private volatile int risingEdges;

  /** Whether it is asserted now. */
  public boolean isAsserted() {
    return asserted;
  }

  /** How often it went from deasserted to asserted, or was pulsed. */
  public int risingEdges() {
    return risingEdges;
  }

  @Override
  public synchronized void raise() {
    if (!asserted) {
      asserted = true;
      risingEdges++;
    }
  }

  @Override
  public synchronized void lower() {
    asserted = false;
  }

  @Override
  public synchronized void pulse() {
    risingEdges++;
  }
}
