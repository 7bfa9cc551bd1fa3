package io.jvmm.vgic.v2;

import io.jvmm.vmm.mmio.Register;

/** The registers of a GICv2m frame (Arm Server Base System Architecture, appendix E), all words. */
enum MsiFrameRegister implements Register {
  MSI_TYPER(0x008, Mode.READ_ONLY, "the lowest INTID in bits 25:16, how many in bits 9:0"),
  MSI_SETSPI_NS(0x040, Mode.WRITE_ONLY, "signals the interrupt whose INTID is stored"),
  MSI_IIDR(0xfcc, Mode.READ_ONLY, "product 0x4a, designer Arm");

  private static final int WORD = 4;

  private final int offset;
  private final Mode mode;
  private final String note;

  MsiFrameRegister(int offset, Mode mode, String note) {
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
