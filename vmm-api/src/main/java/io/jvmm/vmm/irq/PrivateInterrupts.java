package io.jvmm.vmm.irq;

import io.jvmm.vmm.VcpuId;

/** Where the levels of vCPUs' private lines go: an interrupt controller outside the back end. */
@FunctionalInterface
public interface PrivateInterrupts {
  /** For machines whose back end wires the lines itself. */
  PrivateInterrupts BACK_END = (_, _) -> {};

  /** Called on the vCPU's thread after an exit that shows a changed level, before its answer. */
  void update(VcpuId vcpu, PrivateLines lines);

  /**
   * Called on the vCPU's thread when the first exit since {@link #update} that the guest itself
   * caused is answered: until then, the guest may be on its way to a handler for what it was
   * interrupted by.
   */
  default void answered(VcpuId vcpu) {}
}
