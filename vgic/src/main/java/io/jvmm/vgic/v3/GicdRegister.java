package io.jvmm.vgic.v3;

import java.util.Optional;

/**
 * The distributor's registers (Arm IHI 0069, 12.9, by these names), in a frame of 64 KiB: affinity
 * routing always on, one security state.
 */
public enum GicdRegister implements GicRegister {
  GICD_CTLR(
      0x0000,
      4,
      RowKind.readWrite(0x50),
      "control: EnableGrp0, EnableGrp1; ARE and DS read as one; no RWP, every write is complete at once"),
  GICD_TYPER(
      0x0004,
      4,
      RowKind.readOnly(0),
      "type: ITLinesNumber as configured, 10 ID bits, no LPIs, no message-based SPIs, no Aff3"),
  GICD_IIDR(0x0008, 4, RowKind.readOnly(0x4a00_0000), "implementer: product 0x4a, no JEP106 code"),
  GICD_TYPER2(0x000c, 4, RowKind.readOnly(0), "type 2: no virtual PEs, no nASSGIcap"),
  GICD_STATUSR(0x0010, 4, RowKind.unimplemented(), "error status: optional, and not recorded"),
  GICD_SETSPI_NSR(0x0040, 4, RowKind.unimplemented(), "message-based SPIs: TYPER.MBIS is 0"),
  GICD_CLRSPI_NSR(0x0048, 4, RowKind.unimplemented(), "message-based SPIs: TYPER.MBIS is 0"),
  GICD_SETSPI_SR(0x0050, 4, RowKind.unimplemented(), "message-based SPIs: TYPER.MBIS is 0"),
  GICD_CLRSPI_SR(0x0058, 4, RowKind.unimplemented(), "message-based SPIs: TYPER.MBIS is 0"),
  GICD_IGROUPR0(
      0x0080,
      4,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_IGROUPR(
      0x0084, 0x7c, RowKind.fields(InterruptField.GROUP, -1), "group of each SPI: a 1 is group 1"),
  GICD_ISENABLER0(
      0x0100,
      4,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_ISENABLER(
      0x0104,
      0x7c,
      RowKind.fields(InterruptField.SET_ENABLE, 0),
      "set-enable: a 1 enables the SPI"),
  GICD_ICENABLER0(
      0x0180,
      4,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_ICENABLER(
      0x0184,
      0x7c,
      RowKind.fields(InterruptField.CLEAR_ENABLE, 0),
      "clear-enable: a 1 disables the SPI"),
  GICD_ISPENDR0(
      0x0200,
      4,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_ISPENDR(
      0x0204,
      0x7c,
      RowKind.fields(InterruptField.SET_PENDING, 0),
      "set-pending: a 1 latches it; reads the latch, or of a level-sensitive SPI also its input"),
  GICD_ICPENDR0(
      0x0280,
      4,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_ICPENDR(
      0x0284,
      0x7c,
      RowKind.fields(InterruptField.CLEAR_PENDING, 0),
      "clear-pending: a 1 clears the latch; reads as ISPENDR"),
  GICD_ISACTIVER0(
      0x0300,
      4,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_ISACTIVER(
      0x0304,
      0x7c,
      RowKind.fields(InterruptField.SET_ACTIVE, 0),
      "set-active: a 1 makes the SPI active"),
  GICD_ICACTIVER0(
      0x0380,
      4,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_ICACTIVER(
      0x0384,
      0x7c,
      RowKind.fields(InterruptField.CLEAR_ACTIVE, 0),
      "clear-active: a 1 deactivates the SPI"),
  GICD_IPRIORITYR0_7(
      0x0400,
      0x20,
      RowKind.unimplemented().withBytes(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_IPRIORITYR(
      0x0420,
      0x3e0,
      RowKind.fields(InterruptField.PRIORITY, 0).withBytes(),
      "priority of each SPI: the upper 5 bits of its byte"),
  GICD_ITARGETSR(
      0x0800,
      0x400,
      RowKind.unimplemented().withBytes(),
      "targets: legacy, IROUTER is used with affinity routing"),
  GICD_ICFGR0_1(
      0x0c00,
      8,
      RowKind.unimplemented(),
      "private interrupts: in the redistributor, with affinity routing"),
  GICD_ICFGR(
      0x0c08,
      0xf8,
      RowKind.fields(InterruptField.CONFIG, 0xaaaa_aaaaL),
      "configuration of each SPI: bit 1 of its two is edge-triggered, as after reset; bit 0 is RAZ"),
  GICD_IGRPMODR(0x0d00, 0x80, RowKind.unimplemented(), "group modifier: one security state only"),
  GICD_NSACR(0x0e00, 0x100, RowKind.unimplemented(), "non-secure access: one security state only"),
  GICD_SGIR(
      0x0f00,
      4,
      RowKind.unimplemented(),
      "software-generated interrupts: legacy, ICC_SGI1R_EL1 is used"),
  GICD_CPENDSGIR(
      0x0f10, 0x10, RowKind.unimplemented(), "SGI clear-pending: legacy, GICR_ICPENDR0 is used"),
  GICD_SPENDSGIR(
      0x0f20, 0x10, RowKind.unimplemented(), "SGI set-pending: legacy, GICR_ISPENDR0 is used"),
  GICD_IROUTER(
      0x6100,
      0x1ee0,
      RowKind.fields(InterruptField.ROUTE, 0).withDoubleWords(),
      "routing of each SPI: Aff0 to Aff2, or any participating PE (IRM, bit 31)"),
  GICD_PIDR4(
      0xffd0,
      0x10,
      RowKind.unimplemented(),
      "identification, PIDR4 to PIDR7: IMPLEMENTATION DEFINED, none"),
  GICD_PIDR0(
      0xffe0,
      8,
      RowKind.unimplemented(),
      "identification, PIDR0 and PIDR1: IMPLEMENTATION DEFINED, none"),
  GICD_PIDR2(0xffe8, 4, RowKind.readOnly(0x3b), "identification: ArchRev 3, GICv3"),
  GICD_PIDR3(0xffec, 4, RowKind.unimplemented(), "identification: IMPLEMENTATION DEFINED, none"),
  GICD_CIDR0(
      0xfff0,
      0x10,
      RowKind.unimplemented(),
      "component identification, CIDR0 to CIDR3: IMPLEMENTATION DEFINED, none");

  private final int offset;
  private final int length;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
  private final RowKind kind;

  private final String note;

  GicdRegister(int offset, int length, RowKind kind, String note) {
    this.offset = offset;
    this.length = length;
    this.kind = kind;
    this.note = note;
  }

  /** Which field of each interrupt it holds, if it does. */
  Optional<InterruptField> field() {
    return kind.field();
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
    return kind.widths();
  }

  @Override
  public Mode mode() {
    return kind.mode();
  }

  @Override
  public long reset() {
    return kind.reset();
  }

  @Override
  public String note() {
    return note;
  }
}
