package io.jvmm.vgic.v3;

import io.jvmm.vmm.mmio.Register.Mode;

/** A row of the tables of the GICv3's system registers. */
public sealed interface SystemRegister permits IccRegister, IchRegister {
  /** The name in Arm IHI 0069; enums provide it. */
  String name();

  /** The fields of the instruction that accesses it. */
  SystemRegisterId id();

  /**
   * What a guest may do with it. An access in the other direction, or to one that is {@link
   * Mode#RAZ_WI}, is UNDEFINED: system registers are never ignored silently.
   */
  Mode mode();

  /** The value after reset. */
  long reset();

  /** What it is, in a few words. */
  String note();
}
