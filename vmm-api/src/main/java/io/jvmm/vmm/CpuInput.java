package io.jvmm.vmm;

/**
 * An interrupt input of a vCPU whose interrupt controller is not emulated by the back end: what a
 * GICv2 CPU interface drives (Arm IHI 0048, 2.3).
 */
public enum CpuInput {
  /** Taken as an IRQ exception while PSTATE.I is clear. */
  IRQ,
  /** Taken as an FIQ exception while PSTATE.F is clear. */
  FIQ
}
