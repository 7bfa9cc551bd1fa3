package io.jvmm.stage1;

/**
 * What a vCPU's registers say of its stage-1 translation (Arm ARM, TTBR0_EL1, TTBR1_EL1, TCR_EL1,
 * SCTLR_EL1).
 *
 * @param ttbr0 the tables of the lower half of the virtual address space
 * @param ttbr1 the tables of the upper half
 * @param tcr how the tables are to be read
 * @param sctlr whether they are read at all
 * @param physicalBits how many bits of physical address the vCPU claims to have
 *     (ID_AA64MMFR0_EL1.PARange): 32 to 52. With 52 it has FEAT_LPA and FEAT_LVA
 */
public record Stage1Registers(long ttbr0, long ttbr1, long tcr, long sctlr, int physicalBits) {
  private static final long SCTLR_M = 1;
  private static final long SCTLR_EE = 1L << 25;

  /** Refuses sizes that no processor has. */
  public Stage1Registers {
    if (physicalBits < 32 || physicalBits > 52) {
      throw new IllegalArgumentException(
          "%d bits of physical address are not within 32 to 52".formatted(physicalBits));
    }
  }

  /** Whether there is translation. */
  boolean isEnabled() {
    return (sctlr & SCTLR_M) != 0;
  }

  /** Whether descriptors are big-endian. */
  boolean isBigEndian() {
    return (sctlr & SCTLR_EE) != 0;
  }

  /** The half of the address space that an address belongs to: bit 55 says it. */
  AddressHalf halfOf(long virtualAddress) {
    return new AddressHalf(this, (virtualAddress >>> 55 & 1) != 0);
  }
}
