package io.jvmm.vmm.irq;

import io.jvmm.vmm.VcpuId;

/** Where the levels of vCPUs' private lines go: an interrupt controller outside the back end. */
@FunctionalInterface
public interface PrivateInterrupts {
  /** For machines whose back end wires the lines itself. */
  PrivateInterrupts BACK_END = (_, _) -> {};

  /** Called on the vCPU's thread when a level has changed. */
  void update(VcpuId vcpu, PrivateLines lines);
}
