package io.jvmm.vgic.v2;

import io.jvmm.vmm.mmio.Register;

/** A CPU interface's registers (Arm IHI 0048B, 4.4), all words, all banked. */
enum CpuInterfaceRegister implements Register {
  GICC_CTLR(
      0x0000,
      Mode.READ_WRITE,
      "4.4.1: EnableGrp0, EnableGrp1, AckCtl, FIQEn, CBPR, EOImode; there is nothing to bypass"),
  GICC_PMR(0x0004, Mode.READ_WRITE, "4.4.2: priority mask, bits 7:3"),
  GICC_BPR(0x0008, Mode.READ_WRITE, "4.4.3: binary point, 2 to 7"),
  GICC_IAR(0x000c, Mode.READ_ONLY, "4.4.4: acknowledge"),
  GICC_EOIR(0x0010, Mode.WRITE_ONLY, "4.4.5: end of interrupt"),
  GICC_RPR(0x0014, Mode.READ_ONLY, "4.4.6: running priority, the group priority"),
  GICC_HPPIR(0x0018, Mode.READ_ONLY, "4.4.7: highest priority pending interrupt"),
  GICC_ABPR(0x001c, Mode.READ_WRITE, "4.4.8: binary point of Group 1, 3 to 7"),
  GICC_AIAR(0x0020, Mode.READ_ONLY, "4.4.9: acknowledge, Group 1"),
  GICC_AEOIR(0x0024, Mode.WRITE_ONLY, "4.4.10: end of interrupt, Group 1"),
  GICC_AHPPIR(0x0028, Mode.READ_ONLY, "4.4.11: highest priority pending interrupt, Group 1"),
  GICC_APR0(0x00d0, Mode.READ_WRITE, "4.4.12: active priorities of Group 0, a bit for each level"),
  GICC_APR1(0x00d4, Mode.RAZ_WI, "4.4.12: there are 32 levels, all of them in GICC_APR0"),
  GICC_APR2(0x00d8, Mode.RAZ_WI, "4.4.12: as GICC_APR1"),
  GICC_APR3(0x00dc, Mode.RAZ_WI, "4.4.12: as GICC_APR1"),
  GICC_NSAPR0(
      0x00e0, Mode.READ_WRITE, "4.4.13: active priorities of Group 1, a bit for each level"),
  GICC_NSAPR1(0x00e4, Mode.RAZ_WI, "4.4.13: there are 32 levels, all of them in GICC_NSAPR0"),
  GICC_NSAPR2(0x00e8, Mode.RAZ_WI, "4.4.13: as GICC_NSAPR1"),
  GICC_NSAPR3(0x00ec, Mode.RAZ_WI, "4.4.13: as GICC_NSAPR1"),
  GICC_IIDR(0x00fc, Mode.READ_ONLY, "4.4.14: product 0x4a, GICv2, designer Arm"),
  GICC_DIR(0x1000, Mode.WRITE_ONLY, "4.4.15: deactivate interrupt, where EOImode is 1");

  private static final int WORD = 4;

  private final int offset;
  private final Mode mode;
  private final String note;

  CpuInterfaceRegister(int offset, Mode mode, String note) {
    this.offset = offset;
    this.mode = mode;
    this.note = note;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return WORD;
  }

  @Override
  public int widths() {
    return WORD;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public String note() {
    return note;
  }
}
