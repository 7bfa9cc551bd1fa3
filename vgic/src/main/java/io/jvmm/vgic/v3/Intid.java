package io.jvmm.vgic.v3;

/** The ranges of INTIDs (Arm IHI 0069, 2.2.1). */
final class Intid {
  static final int PPIS = 16;
  static final int SPIS = 32;

  /** The special INTIDs start where SPIs end. */
  static final int SPECIAL = 1020;

  /** No interrupt to acknowledge. */
  static final int NONE = 1023;

  private Intid() {}
}
