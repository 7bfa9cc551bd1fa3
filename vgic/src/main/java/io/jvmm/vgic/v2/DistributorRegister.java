package io.jvmm.vgic.v2;

import io.jvmm.vmm.mmio.Register;

/** The distributor's registers (Arm IHI 0048B, 4.3), without the Security Extensions. */
enum DistributorRegister implements Register {
  GICD_CTLR(0x000, Size.WORD, Mode.READ_WRITE, "4.3.1: forwarding of Group 0 and of Group 1"),
  GICD_TYPER(
      0x004, Size.WORD, Mode.READ_ONLY, "4.3.2: numbers of interrupts and of processors; no LPIs"),
  GICD_IIDR(0x008, Size.WORD, Mode.READ_ONLY, "4.3.3: product 0x4a, designer Arm"),
  GICD_IGROUPR(0x080, Size.BIT, Mode.READ_WRITE, "4.3.4: group; the first is banked"),
  GICD_ISENABLER(0x100, Size.BIT, Mode.READ_WRITE, "4.3.5: enable; the first is banked"),
  GICD_ICENABLER(0x180, Size.BIT, Mode.READ_WRITE, "4.3.6: disable; the first is banked"),
  GICD_ISPENDR(
      0x200,
      Size.BIT,
      Mode.READ_WRITE,
      "4.3.7: make pending; the first is banked, and its SGIs are read-only"),
  GICD_ICPENDR(
      0x280,
      Size.BIT,
      Mode.READ_WRITE,
      "4.3.8: end pending, unless a level keeps it so; the first is banked, its SGIs read-only"),
  GICD_ISACTIVER(0x300, Size.BIT, Mode.READ_WRITE, "4.3.9: activate; the first is banked"),
  GICD_ICACTIVER(0x380, Size.BIT, Mode.READ_WRITE, "4.3.10: deactivate; the first is banked"),
  GICD_IPRIORITYR(
      0x400,
      Size.BYTE,
      Mode.READ_WRITE,
      "4.3.11: priority, a byte for each interrupt, bits 7:3; the first eight are banked"),
  GICD_ITARGETSR(
      0x800,
      Size.BYTE,
      Mode.READ_WRITE,
      "4.3.12: target processors, a byte for each interrupt; the first eight are read-only and"
          + " show who reads; all are RAZ/WI with one processor"),
  GICD_ICFGR(
      0xc00,
      Size.TWO_BITS,
      Mode.READ_WRITE,
      "4.3.13: edge or level; read-only for SGIs, which are edge-triggered, and PPIs, which are"
          + " level-sensitive"),
  GICD_NSACR(
      0xe00, Size.TWO_BITS, Mode.RAZ_WI, "4.3.14: only a GIC with the Security Extensions has it"),
  GICD_SGIR(0xf00, Size.WORD, Mode.WRITE_ONLY, "4.3.15: send an SGI"),
  GICD_CPENDSGIR(0xf10, Size.SGI, Mode.READ_WRITE, "4.3.16: end pending SGIs, by sender; banked"),
  GICD_SPENDSGIR(0xf20, Size.SGI, Mode.READ_WRITE, "4.3.17: make SGIs pending, by sender; banked"),
  ICPIDR4(0xfd0, Size.IDENTITY, Mode.READ_ONLY, "4.3.18: ICPIDR4-7: designer Arm"),
  ICPIDR0(0xfe0, Size.IDENTITY, Mode.READ_ONLY, "4.3.18: ICPIDR0-3: architecture GICv2"),
  ICCIDR0(0xff0, Size.IDENTITY, Mode.READ_ONLY, "4.3.18: ICCIDR0-3: component class");

  private final int offset;
  private final Size size;
  private final Mode mode;
  private final String note;

  DistributorRegister(int offset, Size size, Mode mode, String note) {
    this.offset = offset;
    this.size = size;
    this.mode = mode;
    this.note = note;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return size.bytes;
  }

  @Override
  public int widths() {
    return size.widths;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public String note() {
    return note;
  }

  /** How much there is of a register, and how it may be accessed (4.1.4). */
  private enum Size {
    WORD(4, Width.WORD),
    BIT(0x80, Width.WORD),
    TWO_BITS(0x100, Width.WORD),
    BYTE(0x400, Width.WORD | Width.BYTE),
    SGI(0x10, Width.WORD | Width.BYTE),
    IDENTITY(0x10, Width.WORD);

    private final int bytes;
    private final int widths;

    Size(int bytes, int widths) {
      this.bytes = bytes;
      this.widths = widths;
    }
  }

  private static final class Width {
    static final int BYTE = 1;
    static final int WORD = 4;
  }
}
