package io.jvmm.it.stage2;

import io.jvmm.it.guest.A64;
import java.util.List;

/**
 * The registers that say how EL1's and EL0's addresses are translated.
 *
 * @param vttbr VTTBR_EL2
 * @param vtcr VTCR_EL2
 * @param hcr HCR_EL2
 * @param ttbr0 TTBR0_EL1
 * @param ttbr1 TTBR1_EL1
 * @param tcr TCR_EL1
 * @param mair MAIR_EL1
 * @param sctlr SCTLR_EL1
 */
record Regime(
    long vttbr, long vtcr, long hcr, long ttbr0, long ttbr1, long tcr, long mair, long sctlr) {
  private static final long HCR_VM = 1;
  private static final long HCR_DC = 1L << 12;
  private static final long HCR_RW = 1L << 31;
  private static final long SCTLR_M = 1;
  private static final long SCTLR_C = 1L << 2;

  /**
   * Stage 2 only: HCR_EL2.DC makes stage 1 pass every address on, as write-back cacheable memory,
   * so that PAR_EL1 shows stage 2's attributes.
   */
  static Regime ofStage2(long vttbr, long vtcr) {
    return new Regime(vttbr, vtcr, HCR_VM | HCR_DC | HCR_RW, 0, 0, 0, 0, 0);
  }

  /** Stage 1 only. */
  static Regime ofStage1(long ttbr0, long ttbr1, long tcr, long mair) {
    return new Regime(0, 0, HCR_RW, ttbr0, ttbr1, tcr, mair, SCTLR_M | SCTLR_C);
  }

  /** Neither. */
  static Regime ofNothing(long tcr) {
    return new Regime(0, 0, HCR_RW, 0, 0, tcr, 0, 0);
  }

  /** The values, in the order in which {@link #load} takes them. */
  List<Long> values() {
    return List.of(vttbr, vtcr, hcr, ttbr0, ttbr1, tcr, mair, sctlr);
  }

  /** Appends instructions that load the registers from memory at {@code from}, and step it on. */
  static void load(A64 code, int from, int scratch) {
    int[][] registers = {
      {4, 2, 1, 0}, {4, 2, 1, 2}, {4, 1, 1, 0}, {0, 2, 0, 0},
      {0, 2, 0, 1}, {0, 2, 0, 2}, {0, 10, 2, 0}, {0, 1, 0, 0}
    };
    for (int[] each : registers) {
      code.load(8, scratch, from).add(from, from, Long.BYTES);
      code.writeSystem(scratch, 3, each[0], each[1], each[2], each[3]);
    }
  }
}
