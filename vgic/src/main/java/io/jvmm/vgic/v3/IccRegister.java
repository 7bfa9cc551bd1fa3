package io.jvmm.vgic.v3;

import io.jvmm.vmm.mmio.Register.Mode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CPU interface's system registers (Arm IHI 0069, 12.2, by these names): five bits of priority,
 * all of them preempting.
 */
public enum IccRegister implements SystemRegister {
  ICC_PMR_EL1(
      SystemRegisterId.el1(4, 6, 0),
      RowKind.readWrite(0),
      "priority mask: only interrupts of higher priority are signalled; the upper 5 bits"),
  ICC_IAR0_EL1(
      SystemRegisterId.el1(12, 8, 0),
      RowKind.readOnly(Intid.NONE),
      "acknowledges the highest priority pending interrupt of group 0"),
  ICC_EOIR0_EL1(
      SystemRegisterId.el1(12, 8, 1),
      RowKind.writeOnly(),
      "ends a group 0 interrupt: priority drop, and deactivation unless CTLR.EOImode"),
  ICC_HPPIR0_EL1(
      SystemRegisterId.el1(12, 8, 2),
      RowKind.readOnly(Intid.NONE),
      "highest priority pending interrupt, if it is of group 0"),
  ICC_BPR0_EL1(
      SystemRegisterId.el1(12, 8, 3), RowKind.readWrite(2), "binary point of group 0: at least 2"),
  ICC_AP0R0_EL1(
      SystemRegisterId.el1(12, 8, 4),
      RowKind.readWrite(0),
      "active priorities of group 0: a bit for each of 32 levels"),
  ICC_AP0R1_EL1(
      SystemRegisterId.el1(12, 8, 5),
      RowKind.unimplemented(),
      "UNDEFINED: 32 priority levels fit in ICC_AP0R0_EL1"),
  ICC_AP0R2_EL1(
      SystemRegisterId.el1(12, 8, 6),
      RowKind.unimplemented(),
      "UNDEFINED: 32 priority levels fit in ICC_AP0R0_EL1"),
  ICC_AP0R3_EL1(
      SystemRegisterId.el1(12, 8, 7),
      RowKind.unimplemented(),
      "UNDEFINED: 32 priority levels fit in ICC_AP0R0_EL1"),
  ICC_AP1R0_EL1(
      SystemRegisterId.el1(12, 9, 0),
      RowKind.readWrite(0),
      "active priorities of group 1: a bit for each of 32 levels"),
  ICC_AP1R1_EL1(
      SystemRegisterId.el1(12, 9, 1),
      RowKind.unimplemented(),
      "UNDEFINED: 32 priority levels fit in ICC_AP1R0_EL1"),
  ICC_AP1R2_EL1(
      SystemRegisterId.el1(12, 9, 2),
      RowKind.unimplemented(),
      "UNDEFINED: 32 priority levels fit in ICC_AP1R0_EL1"),
  ICC_AP1R3_EL1(
      SystemRegisterId.el1(12, 9, 3),
      RowKind.unimplemented(),
      "UNDEFINED: 32 priority levels fit in ICC_AP1R0_EL1"),
  ICC_DIR_EL1(
      SystemRegisterId.el1(12, 11, 1),
      RowKind.writeOnly(),
      "deactivates an interrupt, where CTLR.EOImode separates that from the priority drop"),
  ICC_RPR_EL1(
      SystemRegisterId.el1(12, 11, 3),
      RowKind.readOnly(0xff),
      "running priority: of the highest active interrupt, 0xff if none is"),
  ICC_SGI1R_EL1(
      SystemRegisterId.el1(12, 11, 5),
      RowKind.writeOnly(),
      "sends an SGI of either group: target list of Aff0, or all but oneself (IRM)"),
  ICC_ASGI1R_EL1(
      SystemRegisterId.el1(12, 11, 6),
      RowKind.writeOnly(),
      "sends an SGI to targets that have it in group 0: there is one security state"),
  ICC_SGI0R_EL1(
      SystemRegisterId.el1(12, 11, 7),
      RowKind.writeOnly(),
      "sends an SGI to targets that have it in group 0"),
  ICC_IAR1_EL1(
      SystemRegisterId.el1(12, 12, 0),
      RowKind.readOnly(Intid.NONE),
      "acknowledges the highest priority pending interrupt of group 1"),
  ICC_EOIR1_EL1(
      SystemRegisterId.el1(12, 12, 1),
      RowKind.writeOnly(),
      "ends a group 1 interrupt: as ICC_EOIR0_EL1"),
  ICC_HPPIR1_EL1(
      SystemRegisterId.el1(12, 12, 2),
      RowKind.readOnly(Intid.NONE),
      "highest priority pending interrupt, if it is of group 1"),
  ICC_BPR1_EL1(
      SystemRegisterId.el1(12, 12, 3),
      RowKind.readWrite(3),
      "binary point of group 1: at least 3; with CTLR.CBPR it follows BPR0, read only"),
  ICC_CTLR_EL1(
      SystemRegisterId.el1(12, 12, 4),
      RowKind.readWrite(0x400),
      "control: CBPR, EOImode; PRIbits 4, IDbits 0, no A3V, SEIS or RSS"),
  ICC_SRE_EL1(
      SystemRegisterId.el1(12, 12, 5),
      RowKind.readOnly(0b111),
      "system registers only: SRE, DFB and DIB read as one, writes are ignored"),
  ICC_IGRPEN0_EL1(SystemRegisterId.el1(12, 12, 6), RowKind.readWrite(0), "enables group 0"),
  ICC_IGRPEN1_EL1(SystemRegisterId.el1(12, 12, 7), RowKind.readWrite(0), "enables group 1");

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
  private final SystemRegisterId id;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
  private final RowKind kind;

  private final String note;

  IccRegister(SystemRegisterId id, RowKind kind, String note) {
    this.id = id;
    this.kind = kind;
    this.note = note;
  }

  /** The register that an instruction names; empty if an access is UNDEFINED. */
  public static Optional<IccRegister> find(SystemRegisterId id) {
    return Stream.of(values()).filter(each -> each.id.equals(id)).findFirst();
  }

  @Override
  public SystemRegisterId id() {
    return id;
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
