package io.jvmm.it.nested.conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The distributor: enabling, pending, priorities, routing (Arm IHI 0048, 4.3; IHI 0069, 12.9). */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record GicDistributorIT(GicMode gic) {
  private static final int SPI = 100;
  private static final int OTHER_SPI = 101;
  private static final int PPI = 20;
  private static final int PRIORITY = 0xa0;
  private static final int IPRIORITYR = 0x400;

  @Test
  void anInterruptThatIsNotEnabledIsPendingAndNotSignalled() {
    gic.run(
        gic.program()
            .edgeTriggered(SPI)
            .route(SPI, 0)
            .pend(SPI)
            .isPending(SPI, true)
            .takesNothing()
            .enable(SPI)
            .takes(SPI)
            .end(SPI)
            .takesNothing()
            .pass());
  }

  @Test
  void enablesAreSetAndClearedOneByOne() {
    gic.run(
        gic.program()
            .enable(SPI)
            .enable(OTHER_SPI)
            .isEnabled(SPI, true)
            .disable(SPI)
            .isEnabled(SPI, false)
            .isEnabled(OTHER_SPI, true)
            .pass());
  }

  @Test
  void aPendingInterruptThatIsClearedIsNotSignalled() {
    gic.run(
        gic.program()
            .edgeTriggered(SPI)
            .route(SPI, 0)
            .pend(SPI)
            .unpend(SPI)
            .isPending(SPI, false)
            .enable(SPI)
            .takesNothing()
            .pass());
  }

  @Test
  void anInterruptIsPendingUntilItIsAcknowledgedAndActiveUntilItsEnd() {
    gic.run(
        gic.program()
            .readySpi(SPI, PRIORITY)
            .pend(SPI)
            .isPending(SPI, true)
            .isActive(SPI, false)
            .takes(SPI)
            .isPending(SPI, false)
            .isActive(SPI, true)
            .end(SPI)
            .isActive(SPI, false)
            .pass());
  }

  @Test
  void anInterruptThatComesAgainWhileItIsActiveIsTakenAfterItsEnd() {
    gic.run(
        gic.program()
            .readySpi(SPI, PRIORITY)
            .pend(SPI)
            .takes(SPI)
            .pend(SPI)
            .isPending(SPI, true)
            .isActive(SPI, true)
            .takesNothing()
            .end(SPI)
            .takes(SPI)
            .end(SPI)
            .takesNothing()
            .pass());
  }

  @Test
  void prioritiesAreBytesWithoutTheLowestBits() {
    gic.run(
        gic.program()
            .priority(SPI, 0xff)
            .priority(SPI + 1, 0x10)
            .priority(SPI + 2, 0)
            .priority(SPI + 3, 0x48)
            .frameRegisterIs(SPI, IPRIORITYR + SPI, 0x4800_10f8)
            .pass());
  }

  @Test
  void theHighestPriorityIsTakenFirst() {
    gic.run(
        gic.program()
            .readySpi(SPI, 0xa0)
            .readySpi(OTHER_SPI, 0x40)
            .pend(SPI)
            .pend(OTHER_SPI)
            .highestPendingIs(OTHER_SPI)
            .takes(OTHER_SPI)
            .end(OTHER_SPI)
            .takes(SPI)
            .end(SPI)
            .takesNothing()
            .pass());
  }

  @Test
  void anSpiGoesToTheCpuThatItIsRoutedTo() {
    gic.run(
        2,
        gic.program()
            .readySpi(SPI, PRIORITY)
            .route(SPI, 1)
            .turnOn(1, "second")
            .awaitFlag(0, 1)
            .pend(SPI)
            .takesNothing()
            .idle()
            .onCpu(1, "second")
            .setFlag(0, 1)
            .takes(SPI)
            .end(SPI)
            .pass());
  }

  @Test
  void privateInterruptsExistOnceForEachCpu() {
    gic.run(
        2,
        gic.program()
            .enable(PPI)
            .priority(PPI, 0x40)
            .turnOn(1, "second")
            .idle()
            .onCpu(1, "second")
            .isEnabled(PPI, false)
            .frameRegisterIs(PPI, IPRIORITYR + PPI, 0)
            .pend(PPI)
            .isPending(PPI, true)
            .takesNothing()
            .pass());
  }
}
