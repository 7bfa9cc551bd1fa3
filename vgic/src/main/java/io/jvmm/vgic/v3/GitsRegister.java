package io.jvmm.vgic.v3;

/**
 * The control registers of an ITS (Arm IHI 0069, 12.19, by these names), as KVM emulates it: a
 * table for documentation, and for saving and restoring the state of KVM's. There is no model of
 * its translation.
 */
public enum GitsRegister implements GicRegister {
  GITS_CTLR(0x0000, 4, RowKind.readWrite(0x8000_0000L), "control: Enabled; Quiescent, bit 31"),
  GITS_IIDR(
      0x0004,
      4,
      RowKind.readOnly(0),
      "implementer: of the host; its revision is that of the layout of the saved tables"),
  GITS_TYPER(
      0x0008,
      8,
      RowKind.readOnly(0).withDoubleWords(),
      "type: of the host; entry sizes, ID and device bits"),
  GITS_CBASER(
      0x0080,
      8,
      RowKind.readWrite(0).withDoubleWords(),
      "command queue: where it is; a store resets CREADR"),
  GITS_CWRITER(
      0x0088,
      8,
      RowKind.readWrite(0).withDoubleWords(),
      "command queue: where the guest writes next"),
  GITS_CREADR(
      0x0090,
      8,
      RowKind.readOnly(0).withDoubleWords(),
      "command queue: what the ITS reads next; writable for who restores it"),
  GITS_BASER(
      0x0100,
      0x40,
      RowKind.readWrite(0).withDoubleWords(),
      "GITS_BASER0 to 7, tables in guest memory: of devices (0), of collections (1), the others none"),
  GITS_PIDR2(0xffe8, 4, RowKind.readOnly(0x3b), "identification: ArchRev 3, GICv3");

  private final int offset;
  private final int length;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
  private final RowKind kind;

  private final String note;

  GitsRegister(int offset, int length, RowKind kind, String note) {
    this.offset = offset;
    this.length = length;
    this.kind = kind;
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
