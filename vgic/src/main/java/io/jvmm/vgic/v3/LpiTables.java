package io.jvmm.vgic.v3;

/** The fields of the registers that say where the LPIs' tables are (Arm IHI 0069, 12.11). */
final class LpiTables {
  /** GICR_PROPBASER: OuterCache, Physical_Address, Shareability, InnerCache, IDbits. */
  static final long PROPERTY_MASK = 0x070f_ffff_ffff_ff9fL;

  /** GICR_PENDBASER: OuterCache, Physical_Address, Shareability, InnerCache; not PTZ. */
  static final long PENDING_MASK = 0x070f_ffff_ffff_0f80L;

  private LpiTables() {}
}
