package io.jvmm.vgic.v3;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.VcpuId;

/**
 * Where the model's outputs go: the interrupt inputs of processors. Called when a level has
 * changed, by whoever caused it and with the model's lock held: it must not call the model back.
 */
@FunctionalInterface
public interface CpuSignals {
  /** A processor's input changes its level. */
  void set(VcpuId vcpu, CpuInput input, boolean asserted);
}
