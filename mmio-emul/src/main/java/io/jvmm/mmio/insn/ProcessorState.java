package io.jvmm.mmio.insn;

import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.error.GuestException;
import java.nio.ByteOrder;

/**
 * The process state of a vCPU in AArch64 state at EL0 or EL1 (Arm ARM, C5.2.19, SPSR_EL1).
 *
 * @param pstate in the layout of SPSR_EL1
 */
record ProcessorState(long pstate) {
  private static final long MODE = 0b1_1111;
  private static final int EL0 = 0b0_0000;
  private static final int EL1_SP_EL0 = 0b0_0100;
  private static final int EL1_SP_EL1 = 0b0_0101;
  private static final long BRANCH_TYPE = 0b11 << 10;
  private static final long SOFTWARE_STEP = 1 << 21;
  private static final long SCTLR_E0E = 1 << 24;
  private static final long SCTLR_EE = 1 << 25;

  /** Refuses states that the emulation does not know the registers of. */
  ProcessorState {
    switch ((int) (pstate & MODE)) {
      case EL0, EL1_SP_EL0, EL1_SP_EL1 -> {}
      default ->
          throw new GuestException("PSTATE 0x%x is not AArch64 at EL0 or EL1".formatted(pstate));
    }
  }

  static ProcessorState of(Vcpu vcpu) {
    return new ProcessorState(vcpu.register(VcpuRegister.PSTATE));
  }

  /** Which register the stack pointer is. */
  VcpuRegister stackPointer() {
    return (pstate & MODE) == EL1_SP_EL1 ? VcpuRegister.SP_EL1 : VcpuRegister.SP_EL0;
  }

  /** The byte order of data. */
  ByteOrder byteOrder(Vcpu vcpu) {
    long bigEndian = (pstate & MODE) == EL0 ? SCTLR_E0E : SCTLR_EE;
    boolean set = (vcpu.register(VcpuRegister.SCTLR_EL1) & bigEndian) != 0;
    return set ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * What it is once an instruction other than a branch is done: as if the instruction had been
   * executed, a software step over it is complete.
   */
  long afterInstruction() {
    return pstate & ~(BRANCH_TYPE | SOFTWARE_STEP);
  }
}
