package io.jvmm.vmm;

/** What vCPUs have on some hosts only. */
public enum VcpuFeature {
  /** Performance monitors (Arm ARM, FEAT_PMUv3). */
  PMU,
  /** The scalable vector extension (Arm ARM, FEAT_SVE). */
  SVE,
  /** Pointer authentication, of addresses and of generic data (Arm ARM, FEAT_PAuth). */
  POINTER_AUTHENTICATION,
  /** Telling the guest for how long its vCPUs wait for a host CPU (Arm DEN 0057, PV time). */
  STOLEN_TIME
}
