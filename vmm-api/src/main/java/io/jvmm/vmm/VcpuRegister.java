package io.jvmm.vmm;

/** The registers of a vCPU that the monitor reads and writes. */
public enum VcpuRegister {
  X0,
  X1,
  X2,
  X3,
  X4,
  X5,
  X6,
  X7,
  X8,
  X9,
  X10,
  X11,
  X12,
  X13,
  X14,
  X15,
  X16,
  X17,
  X18,
  X19,
  X20,
  X21,
  X22,
  X23,
  X24,
  X25,
  X26,
  X27,
  X28,
  X29,
  X30,
  /** The stack pointer of EL0. */
  SP_EL0,
  /** The stack pointer of EL1. */
  SP_EL1,
  /** The program counter. */
  PC,
  /** The process state, in the layout of SPSR_EL1. */
  PSTATE,
  /** Where an exception taken to EL1 returns to. */
  ELR_EL1,
  /** The vCPU's affinity; read only. */
  MPIDR_EL1,
  /** What memory system the processor has, such as the page sizes that it can do; read only. */
  ID_AA64MMFR0_EL1,
  /** System control: whether stage-1 translation is on, and the byte order of data. */
  SCTLR_EL1,
  /** How stage-1 translation works. */
  TCR_EL1,
  /** Where the stage-1 tables of the lower half of virtual addresses are. */
  TTBR0_EL1,
  /** Where the stage-1 tables of the upper half of virtual addresses are. */
  TTBR1_EL1,
  /** The virtual counter, which all vCPUs of a machine share: changing it changes it for all. */
  CNTVCT_EL0;

  /** The general-purpose register {@code n}, 0 to 30. */
  public static VcpuRegister x(int n) {
    if (n < 0 || n > 30) {
      throw new IllegalArgumentException("there is no x%d".formatted(n));
    }
    return values()[n];
  }
}
