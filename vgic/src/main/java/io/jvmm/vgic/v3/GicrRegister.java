package io.jvmm.vgic.v3;

import java.util.Optional;

/**
 * A redistributor's registers (Arm IHI 0069, 12.11, by these names), in two frames of 64 KiB:
 * RD_base, and from 0x10000 on SGI_base.
 */
public enum GicrRegister implements GicRegister {
  GICR_CTLR(
      0x0000,
      4,
      RowKind.readOnly(0),
      "control: LPIs cannot be enabled without an ITS, no DPG bits; no RWP"),
  GICR_IIDR(0x0004, 4, RowKind.readOnly(0x4a00_0000), "implementer: as GICD_IIDR"),
  GICR_TYPER(
      0x0008,
      8,
      RowKind.readOnly(0).withDoubleWords(),
      "type: Affinity_Value, Processor_Number, Last (of its region); no physical LPIs"),
  GICR_STATUSR(0x0010, 4, RowKind.unimplemented(), "error status: optional, and not recorded"),
  GICR_WAKER(
      0x0014, 4, RowKind.unimplemented(), "power management: the CPU interface is always awake"),
  GICR_SETLPIR(
      0x0040,
      8,
      RowKind.unimplemented().withDoubleWords(),
      "LPIs without an ITS: TYPER.DirectLPI is 0"),
  GICR_CLRLPIR(
      0x0048,
      8,
      RowKind.unimplemented().withDoubleWords(),
      "LPIs without an ITS: TYPER.DirectLPI is 0"),
  GICR_PROPBASER(
      0x0070,
      8,
      RowKind.readWrite(0).withDoubleWords(),
      "LPI configuration table: stored, one value for all redistributors"),
  GICR_PENDBASER(
      0x0078,
      8,
      RowKind.readWrite(0).withDoubleWords(),
      "LPI pending table: stored; PTZ reads as zero"),
  GICR_INVLPIR(
      0x00a0,
      8,
      RowKind.unimplemented().withDoubleWords(),
      "invalidation of one LPI: no LPI configuration is cached"),
  GICR_INVALLR(
      0x00b0,
      8,
      RowKind.unimplemented().withDoubleWords(),
      "invalidation of all LPIs: no LPI configuration is cached"),
  GICR_SYNCR(0x00c0, 4, RowKind.unimplemented(), "never busy: no LPI configuration is cached"),
  GICR_PIDR4(
      0xffd0,
      0x10,
      RowKind.unimplemented(),
      "identification, PIDR4 to PIDR7: IMPLEMENTATION DEFINED, none"),
  GICR_PIDR0(
      0xffe0,
      8,
      RowKind.unimplemented(),
      "identification, PIDR0 and PIDR1: IMPLEMENTATION DEFINED, none"),
  GICR_PIDR2(0xffe8, 4, RowKind.readOnly(0x3b), "identification: ArchRev 3, GICv3"),
  GICR_PIDR3(0xffec, 4, RowKind.unimplemented(), "identification: IMPLEMENTATION DEFINED, none"),
  GICR_CIDR0(
      0xfff0,
      0x10,
      RowKind.unimplemented(),
      "component identification, CIDR0 to CIDR3: IMPLEMENTATION DEFINED, none"),
  GICR_IGROUPR0(
      0x10080,
      4,
      RowKind.fields(InterruptField.GROUP, 0xffff_ffffL),
      "group of each SGI and PPI: a 1 is group 1"),
  GICR_ISENABLER0(
      0x10100,
      4,
      RowKind.fields(InterruptField.SET_ENABLE, 0xffff),
      "set-enable: a 1 enables; SGIs are enabled after reset"),
  GICR_ICENABLER0(
      0x10180,
      4,
      RowKind.fields(InterruptField.CLEAR_ENABLE, 0xffff),
      "clear-enable: a 1 disables, SGIs too"),
  GICR_ISPENDR0(
      0x10200, 4, RowKind.fields(InterruptField.SET_PENDING, 0), "set-pending: as GICD_ISPENDR"),
  GICR_ICPENDR0(
      0x10280,
      4,
      RowKind.fields(InterruptField.CLEAR_PENDING, 0),
      "clear-pending: as GICD_ICPENDR"),
  GICR_ISACTIVER0(
      0x10300,
      4,
      RowKind.fields(InterruptField.SET_ACTIVE, 0),
      "set-active: a 1 makes the interrupt active"),
  GICR_ICACTIVER0(
      0x10380,
      4,
      RowKind.fields(InterruptField.CLEAR_ACTIVE, 0),
      "clear-active: a 1 deactivates the interrupt"),
  GICR_IPRIORITYR(
      0x10400,
      0x20,
      RowKind.fields(InterruptField.PRIORITY, 0).withBytes(),
      "priority of each SGI and PPI: the upper 5 bits of its byte"),
  GICR_ICFGR0(
      0x10c00,
      4,
      RowKind.fields(InterruptField.CONFIG, 0xaaaa_aaaaL).asReadOnly(),
      "configuration of SGIs: edge-triggered"),
  GICR_ICFGR1(
      0x10c04,
      4,
      RowKind.fields(InterruptField.CONFIG, 0).asReadOnly(),
      "configuration of PPIs: level-sensitive, as timers and PMUs are; not programmable"),
  GICR_IGRPMODR0(0x10d00, 4, RowKind.unimplemented(), "group modifier: one security state only"),
  GICR_NSACR(0x10e00, 4, RowKind.unimplemented(), "non-secure access: one security state only");

  private final int offset;
  private final int length;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
  private final RowKind kind;

  private final String note;

  GicrRegister(int offset, int length, RowKind kind, String note) {
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
