package io.jvmm.vgic.v3;

/**
 * The fields of MRS and MSR that name a system register (Arm ARM, C5.1.2).
 *
 * @param op0 3 for all of the GIC's
 * @param op1 0 for EL1, 4 for EL2
 * @param crn 4 or 12
 * @param crm 0 to 15
 * @param op2 0 to 7
 */
public record SystemRegisterId(int op0, int op1, int crn, int crm, int op2) {
  /** A register of EL1. */
  static SystemRegisterId el1(int crn, int crm, int op2) {
    return new SystemRegisterId(3, 0, crn, crm, op2);
  }

  /** A register of EL2: all have CRn 12. */
  static SystemRegisterId el2(int crm, int op2) {
    return new SystemRegisterId(3, 4, 12, crm, op2);
  }

  /** In 16 bits, as KVM's attributes have it: op0, op1, CRn, CRm, op2 from the top. */
  public int encoding() {
    return op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
  }

  @Override
  public String toString() {
    return "S%d_%d_C%d_C%d_%d".formatted(op0, op1, crn, crm, op2);
  }
}
