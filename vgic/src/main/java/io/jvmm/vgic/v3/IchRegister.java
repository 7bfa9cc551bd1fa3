package io.jvmm.vgic.v3;

import io.jvmm.vmm.mmio.Register.Mode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The virtualization control system registers (Arm IHI 0069, 12.4, by these names): what a
 * hypervisor drives a virtual CPU interface with. A table for decoding; the model has no EL2.
 */
public enum IchRegister implements SystemRegister {
  ICH_AP0R0_EL2(
      SystemRegisterId.el2(8, 0),
      RowKind.readWrite(0),
      "active priorities of virtual group 0; AP0R1 to 3 with more than 5 priority bits"),
  ICH_AP1R0_EL2(
      SystemRegisterId.el2(9, 0),
      RowKind.readWrite(0),
      "active priorities of virtual group 1; AP1R1 to 3 with more than 5 priority bits"),
  ICH_HCR_EL2(
      SystemRegisterId.el2(11, 0),
      RowKind.readWrite(0),
      "hypervisor control: En, maintenance interrupt enables, traps, EOIcount"),
  ICH_VTR_EL2(
      SystemRegisterId.el2(11, 1),
      RowKind.readOnly(0),
      "type: ListRegs, PRIbits, PREbits, IDbits, SEIS, A3V"),
  ICH_MISR_EL2(SystemRegisterId.el2(11, 2), RowKind.readOnly(0), "maintenance interrupt status"),
  ICH_EISR_EL2(
      SystemRegisterId.el2(11, 3),
      RowKind.readOnly(0),
      "end-of-interrupt status: a bit for each list register"),
  ICH_ELRSR_EL2(
      SystemRegisterId.el2(11, 5), RowKind.readOnly(0), "empty list registers: a bit for each"),
  ICH_VMCR_EL2(
      SystemRegisterId.el2(11, 7),
      RowKind.readWrite(0),
      "virtual machine control: VPMR, VBPR0, VBPR1, VEOIM, VCBPR, VENG1, VENG0"),
  ICH_LR0_EL2(
      SystemRegisterId.el2(12, 0),
      RowKind.readWrite(0),
      "list register 0: decoded by ListRegister"),
  ICH_LR1_EL2(
      SystemRegisterId.el2(12, 1),
      RowKind.readWrite(0),
      "list register 1: decoded by ListRegister"),
  ICH_LR2_EL2(
      SystemRegisterId.el2(12, 2),
      RowKind.readWrite(0),
      "list register 2: decoded by ListRegister"),
  ICH_LR3_EL2(
      SystemRegisterId.el2(12, 3),
      RowKind.readWrite(0),
      "list register 3: decoded by ListRegister"),
  ICH_LR4_EL2(
      SystemRegisterId.el2(12, 4),
      RowKind.readWrite(0),
      "list register 4: decoded by ListRegister"),
  ICH_LR5_EL2(
      SystemRegisterId.el2(12, 5),
      RowKind.readWrite(0),
      "list register 5: decoded by ListRegister"),
  ICH_LR6_EL2(
      SystemRegisterId.el2(12, 6),
      RowKind.readWrite(0),
      "list register 6: decoded by ListRegister"),
  ICH_LR7_EL2(
      SystemRegisterId.el2(12, 7),
      RowKind.readWrite(0),
      "list register 7: decoded by ListRegister"),
  ICH_LR8_EL2(
      SystemRegisterId.el2(13, 0),
      RowKind.readWrite(0),
      "list register 8: decoded by ListRegister"),
  ICH_LR9_EL2(
      SystemRegisterId.el2(13, 1),
      RowKind.readWrite(0),
      "list register 9: decoded by ListRegister"),
  ICH_LR10_EL2(
      SystemRegisterId.el2(13, 2),
      RowKind.readWrite(0),
      "list register 10: decoded by ListRegister"),
  ICH_LR11_EL2(
      SystemRegisterId.el2(13, 3),
      RowKind.readWrite(0),
      "list register 11: decoded by ListRegister"),
  ICH_LR12_EL2(
      SystemRegisterId.el2(13, 4),
      RowKind.readWrite(0),
      "list register 12: decoded by ListRegister"),
  ICH_LR13_EL2(
      SystemRegisterId.el2(13, 5),
      RowKind.readWrite(0),
      "list register 13: decoded by ListRegister"),
  ICH_LR14_EL2(
      SystemRegisterId.el2(13, 6),
      RowKind.readWrite(0),
      "list register 14: decoded by ListRegister"),
  ICH_LR15_EL2(
      SystemRegisterId.el2(13, 7),
      RowKind.readWrite(0),
      "list register 15: decoded by ListRegister");

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
  private final SystemRegisterId id;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
  private final RowKind kind;

  private final String note;

  IchRegister(SystemRegisterId id, RowKind kind, String note) {
    this.id = id;
    this.kind = kind;
    this.note = note;
  }

  /** The register that an instruction names; empty if an access is UNDEFINED. */
  public static Optional<IchRegister> find(SystemRegisterId id) {
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
