package io.jvmm.it.nested.conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The performance monitors' counter of cycles and its overflow interrupt (Arm ARM, "PMUv3"). */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record PmuIT(GicMode gic) {
  private static final int OVERFLOW = 23;
  private static final long CYCLES = 1L << 31;

  /** Clears the registers whose reset values are unknown. */
  private static GuestProgram reset(GuestProgram program) {
    program.code().mov(9, 0xffff_ffffL).writeSystem(9, 3, 3, 9, 12, 2); // PMCNTENCLR_EL0
    program.code().writeSystem(9, 3, 0, 9, 14, 2); // PMINTENCLR_EL1
    program.code().writeSystem(9, 3, 3, 9, 12, 3); // PMOVSCLR_EL0
    return program;
  }

  /** Lets the cycle counter run from a value, with its interrupt enabled. */
  private static GuestProgram count(GuestProgram program, long from) {
    reset(program);
    program.code().mov(9, from).writeSystem(9, 3, 3, 9, 13, 0); // PMCCNTR_EL0
    program.code().mov(9, CYCLES).writeSystem(9, 3, 0, 9, 14, 1); // PMINTENSET_EL1
    program.code().writeSystem(9, 3, 3, 9, 12, 1); // PMCNTENSET_EL0
    program.code().mov(9, 0x41).writeSystem(9, 3, 3, 9, 12, 0).synchronise(); // PMCR_EL0: LC, E
    return program;
  }

  @Test
  void theCycleCounterCounts() {
    GuestProgram program = count(gic.program(), 0);
    program.code().mov(20, 10_000).label("spin").subtract(20, 20, 1).branchIfNotZero(20, "spin");
    program.code().readSystem(8, 3, 3, 9, 13, 0).shiftRight(8, 8, 10).label("counted");
    program.code().branchIfNotZero(8, "some");
    program.check(8, 1, "PMCCNTR_EL0 / 1024").code().label("some");
    gic.run(program.pass());
  }

  @Test
  void anOverflowInterruptsUntilItIsCleared() {
    GuestProgram program = count(gic.program().enable(OVERFLOW), -100_000);
    program.takes(OVERFLOW).takesNothing().end(OVERFLOW).takes(OVERFLOW);
    program.code().mov(9, CYCLES).writeSystem(9, 3, 3, 9, 12, 3).synchronise(); // PMOVSCLR_EL0
    gic.run(program.end(OVERFLOW).takesNothing().acknowledgesNothing().pass());
  }
}
