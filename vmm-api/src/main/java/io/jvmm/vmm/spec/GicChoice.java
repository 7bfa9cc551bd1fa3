package io.jvmm.vmm.spec;

/** Which interrupt controller a machine has; in JSON in lower case, with dashes. */
public enum GicChoice {
  /** The best that the host offers. */
  AUTO,
  /** A GICv2 in jvmm itself, whose registers trap. */
  EMULATED,
  /** The GICv2 of the host's KVM. */
  KVM_V2,
  /** The GICv3 of the host's KVM. */
  KVM_V3
}
