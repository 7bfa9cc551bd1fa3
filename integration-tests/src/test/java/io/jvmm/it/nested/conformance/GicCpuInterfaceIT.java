package io.jvmm.it.nested.conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The CPU interface: masking, preemption, ends (Arm IHI 0048, 3.3 and 4.4; IHI 0069, 4.8 and 12.2).
 */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record GicCpuInterfaceIT(GicMode gic) {
  private static final int LOW = 100;
  private static final int HIGH = 101;
  private static final int LOW_PRIORITY = 0xa0;
  private static final int HIGH_PRIORITY = 0x40;
  private static final int IDLE = 0xff;

  @Test
  void whereNothingIsPendingThereIsNothingToAcknowledge() {
    gic.run(gic.program().acknowledgesNothing().runningPriorityIs(IDLE).pass());
  }

  @Test
  void aMaskedPriorityIsNotSignalledUntilTheMaskIsRaised() {
    gic.run(
        gic.program()
            .readySpi(LOW, LOW_PRIORITY)
            .mask(LOW_PRIORITY)
            .pend(LOW)
            .takesNothing()
            .mask(LOW_PRIORITY + 8)
            .takes(LOW)
            .end(LOW)
            .pass());
  }

  @Test
  void anInterruptOfHigherPriorityPreemptsAndItsEndGoesBack() {
    gic.run(
        gic.program()
            .readySpi(LOW, LOW_PRIORITY)
            .readySpi(HIGH, HIGH_PRIORITY)
            .pend(LOW)
            .takes(LOW)
            .runningPriorityIs(LOW_PRIORITY)
            .pend(HIGH)
            .takes(HIGH)
            .runningPriorityIs(HIGH_PRIORITY)
            .end(HIGH)
            .runningPriorityIs(LOW_PRIORITY)
            .end(LOW)
            .runningPriorityIs(IDLE)
            .takesNothing()
            .pass());
  }

  @Test
  void anInterruptOfLowerOrEqualPriorityWaitsForTheEnd() {
    gic.run(
        gic.program()
            .readySpi(LOW, HIGH_PRIORITY)
            .readySpi(HIGH, HIGH_PRIORITY)
            .pend(HIGH)
            .takes(HIGH)
            .pend(LOW)
            .takesNothing()
            .acknowledgesNothing()
            .highestPendingIs(LOW)
            .end(HIGH)
            .takes(LOW)
            .end(LOW)
            .pass());
  }

  @Test
  void prioritiesOfOneGroupDoNotPreemptEachOther() {
    gic.run(
        gic.program()
            .binaryPoint(6) // bit 7 alone is the group priority
            .readySpi(LOW, 0x60)
            .readySpi(HIGH, 0x20)
            .pend(LOW)
            .takes(LOW)
            .pend(HIGH)
            .takesNothing()
            .end(LOW)
            .takes(HIGH)
            .end(HIGH)
            .pass());
  }

  @Test
  void whereEndsAreSplitTheInterruptStaysActiveUntilItIsDeactivated() {
    gic.run(
        gic.program()
            .splitEnd()
            .readySpi(LOW, LOW_PRIORITY)
            .readySpi(HIGH, LOW_PRIORITY)
            .pend(LOW)
            .takes(LOW)
            .end(LOW)
            .isActive(LOW, true)
            .runningPriorityIs(IDLE)
            .pend(LOW)
            .takesNothing()
            .pend(HIGH)
            .takes(HIGH)
            .end(HIGH)
            .deactivate(HIGH)
            .deactivate(LOW)
            .isActive(HIGH, false)
            .takes(LOW)
            .end(LOW)
            .deactivate(LOW)
            .isActive(LOW, false)
            .pass());
  }
}
