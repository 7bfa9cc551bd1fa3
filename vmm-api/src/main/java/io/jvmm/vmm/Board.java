package io.jvmm.vmm;

import io.jvmm.vmm.irq.PrivateInterrupts;
import io.jvmm.vmm.mmio.MmioBus;

/**
 * What a vCPU is plugged into.
 *
 * @param bus where its trapped accesses go
 * @param accesses what carries out those without a syndrome
 * @param privateInterrupts where the levels of its private lines go
 * @param suspension whether it may suspend the machine
 */
public record Board(
    MmioBus bus,
    AccessEmulator accesses,
    PrivateInterrupts privateInterrupts,
    SystemSuspend suspension) {
  /**
   * A board for one vCPU, without access emulation, whose interrupt controller is the back end's.
   */
  public static Board of(MmioBus bus) {
    return new Board(bus, AccessEmulator.NONE, PrivateInterrupts.BACK_END, SystemSuspend.ALONE);
  }
}
