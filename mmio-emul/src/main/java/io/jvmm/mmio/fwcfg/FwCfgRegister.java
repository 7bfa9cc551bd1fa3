package io.jvmm.mmio.fwcfg;

import io.jvmm.vmm.mmio.Register;

/** The registers (QEMU, docs/specs/fw_cfg.rst, "Register Locations"). */
enum FwCfgRegister implements Register {
  DATA(
      0x00,
      8,
      1 | 2 | 4 | 8,
      Mode.READ_ONLY,
      "the next bytes of the selected item, the first at the lowest address; zeros behind its end"),
  SELECTOR(0x08, 2, 2, Mode.WRITE_ONLY, "big-endian: selects an item, from its first byte on"),
  DMA_ADDRESS(
      0x10,
      8,
      4 | 8,
      Mode.READ_WRITE,
      "big-endian: a store of all, or of the low half at 0x014, carries out the command at that"
          + " guest-physical address; reads \"QEMU CFG\"");

  private final int offset;
  private final int length;
  private final int widths;
  private final Mode mode;
  private final String note;

  FwCfgRegister(int offset, int length, int widths, Mode mode, String note) {
    this.offset = offset;
    this.length = length;
    this.widths = widths;
    this.mode = mode;
    this.note = note;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int widths() {
    return widths;
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
