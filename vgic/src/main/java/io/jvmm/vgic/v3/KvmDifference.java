package io.jvmm.vgic.v3;

import java.util.Arrays;

/**
 * Where the GICv3 that KVM emulates shows other values than this model after the same accesses, and
 * why. Everything else is compared, register by register, on a real KVM.
 */
public enum KvmDifference {
  /** One enable for both groups. */
  GICD_CTLR(0x1, "KVM has one enable for both groups, EnableGrp1; EnableGrp0 reads as zero"),
  /** Another implementer. */
  GICD_IIDR(0xffff_ffffL, "KVM's product is 0x4b, implementer Arm, revision 3 or 2"),
  /** All ones. */
  GICD_STATUSR(0xffff_ffffL, "KVM reads as ones; the register is optional"),
  /** No 1-of-N. */
  GICD_IROUTER(0x8000_0000L, "KVM has no 1 of N distribution: IRM reads as zero"),
  /** LPIs can be turned off. */
  GICR_CTLR(0x6, "KVM's revision 3 says CES and IR, which concern LPIs"),
  /** Another implementer. */
  GICR_IIDR(0xffff_ffffL, "as GICD_IIDR"),
  /** Cacheability. */
  GICR_PROPBASER(
      0x0700_0000_0000_0f80L, "KVM changes the shareability and cacheability it does not support"),
  /** Cacheability. */
  GICR_PENDBASER(
      0x0700_0000_0000_0f80L, "KVM changes the shareability and cacheability it does not support"),
  /** The host's processor. */
  ICC_CTLR_EL1(0xc_f800, "IDbits, SEIS, A3V, RSS and ExtRange are those of the host's processor");

  private final long mask;
  private final String reason;

  KvmDifference(long mask, String reason) {
    this.mask = mask;
    this.reason = reason;
  }

  /** The bits that may differ. */
  public long mask() {
    return mask;
  }

  /** Why. */
  public String reason() {
    return reason;
  }

  /** The bits that may differ of the register with a name; 0 if none may. */
  public static long maskOf(String register) {
    return Arrays.stream(values())
        .filter(each -> each.name().equals(register))
        .mapToLong(KvmDifference::mask)
        .findFirst()
        .orElse(0);
  }
}
