package io.jvmm.vmm;

/**
 * Judges a guest's PSCI SYSTEM_SUSPEND, which only the last processor that is on may call (Arm DEN
 * 0022F, 5.1.19). The back end leaves that judgement to the monitor, for it needs all vCPUs.
 */
@FunctionalInterface
public interface SystemSuspend {
  /** For a vCPU that has no others beside it. */
  SystemSuspend ALONE = _ -> true;

  /**
   * Whether all vCPUs but this one are powered off. To be called by the vCPU's own thread; may wait
   * until the others have left the guest.
   */
  boolean isPermitted(VcpuId caller);
}
