package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a processor is interrupted (Arm IHI 0048B, 3.3 and 4.4.1 to 4.4.3). */
class SignallingTest {
  private static final int SPI = 40;
  private static final int OTHER = 41;
  private static final int FIQ_EN = 1 << 3;
  private static final int CBPR = 1 << 4;

  private final Guest guest = Guest.booted(2);

  @Test
  void anEnabledPendingInterruptAssertsTheIrqOfItsTarget() {
    guest.enable(0, SPI, 0x80, 0b10);

    guest.makePending(0, SPI);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.irq(1)).isTrue();
    assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    assertThat(guest.irq(1)).isFalse();
  }

  @Test
  void aDisabledInterruptStaysPendingAndSilent() {
    guest.enable(0, SPI, 0x80, 1);
    guest.store(0, Guest.ICENABLER + 4, 1 << (SPI - 32));

    guest.makePending(0, SPI);

    assertThat(guest.isPending(0, SPI)).isTrue();
    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
  }

  @Test
  void disablingAnInterruptTakesTheSignalBack() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    guest.store(0, Guest.ICENABLER + 4, 1 << (SPI - 32));

    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void theDistributorForwardsNothingWhileItsGroupIsOff() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    guest.store(0, Guest.CTLR, 2);
    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.loadCpu(0, Guest.HPPIR)).isEqualTo(Guest.NONE);

    guest.store(0, Guest.CTLR, 1);
    assertThat(guest.irq(0)).isTrue();
  }

  @Test
  void theCpuInterfaceSignalsNothingWhileItsGroupIsOff() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    guest.storeCpu(0, Guest.CTLR, 2);
    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);

    guest.storeCpu(0, Guest.CTLR, 1);
    assertThat(guest.irq(0)).isTrue();
  }

  @Test
  void onlyPrioritiesAboveTheMaskPass() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    guest.storeCpu(0, Guest.PMR, 0x80);
    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
    assertThat(guest.loadCpu(0, Guest.HPPIR)).isEqualTo(SPI);

    guest.storeCpu(0, Guest.PMR, 0x88);
    assertThat(guest.irq(0)).isTrue();
  }

  @Test
  void theLowestPriorityNeverPasses() {
    guest.enable(0, SPI, 0xff, 1);
    guest.makePending(0, SPI);

    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void theMostUrgentInterruptIsAcknowledgedFirst() {
    guest.enable(0, SPI, 0x80, 1);
    guest.enable(0, 70, 0x40, 1);
    guest.makePending(0, SPI);
    guest.makePending(0, 70);

    assertThat(guest.acknowledge(0)).isEqualTo(70);
  }

  @Test
  void ofEqualPrioritiesTheLowestIntIdIsAcknowledgedFirst() {
    guest.enable(0, 70, 0x80, 1);
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, 70);
    guest.makePending(0, SPI);

    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
  }

  @Test
  void aMoreUrgentInterruptPreemptsTheRunningOne() {
    runningAt(0x80);

    pendingAt(0x78);

    assertThat(guest.irq(0)).isTrue();
    assertThat(guest.acknowledge(0)).isEqualTo(OTHER);
    assertThat(guest.loadCpu(0, Guest.RPR)).isEqualTo(0x78);
  }

  @Test
  void anEquallyUrgentInterruptWaits() {
    runningAt(0x80);

    pendingAt(0x80);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
    guest.end(0, SPI);
    assertThat(guest.acknowledge(0)).isEqualTo(OTHER);
  }

  @Test
  void theBinaryPointTakesTheLowerBitsOutOfTheComparison() {
    guest.storeCpu(0, Guest.BPR, 5); // group priority in bits 7:6
    runningAt(0xa8);

    pendingAt(0x80);
    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.loadCpu(0, Guest.RPR)).isEqualTo(0x80);

    guest.storeByte(0, Guest.IPRIORITYR + OTHER, 0x78);
    assertThat(guest.irq(0)).isTrue();
  }

  @Test
  void withTheLargestBinaryPointNothingPreempts() {
    guest.storeCpu(0, Guest.BPR, 7);
    runningAt(0xa0);

    pendingAt(0);

    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void theLowerBitsStillOrderWhatWaits() {
    guest.storeCpu(0, Guest.BPR, 7);
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    pendingAt(0x78);

    assertThat(guest.acknowledge(0)).isEqualTo(OTHER);
  }

  @Test
  void theAliasedBinaryPointSplitsGroup1OneBitFurtherDown() {
    guest.store(0, Guest.IGROUPR + 4, -1);
    guest.storeCpu(0, Guest.ABPR, 6); // group priority in bits 7:6
    guest.enable(0, SPI, 0xa8, 1);
    guest.makePending(0, SPI);
    assertThat(guest.loadCpu(0, Guest.AIAR)).isEqualTo(SPI);

    pendingAt(0x80);
    assertThat(guest.irq(0)).isFalse();

    guest.storeByte(0, Guest.IPRIORITYR + OTHER, 0x78);
    assertThat(guest.irq(0)).isTrue();
  }

  @Test
  void withCbprOneBinaryPointIsForBothGroups() {
    guest.store(0, Guest.IGROUPR + 4, -1);
    guest.storeCpu(0, Guest.CTLR, 3 | CBPR);
    guest.storeCpu(0, Guest.BPR, 7);
    guest.enable(0, SPI, 0xa8, 1);
    guest.makePending(0, SPI);
    assertThat(guest.loadCpu(0, Guest.AIAR)).isEqualTo(SPI);

    pendingAt(0);

    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void binaryPointsThatWouldSplitBelowThePriorityBitsReadAsTheSmallestThatDoesNot() {
    guest.storeCpu(0, Guest.BPR, 0);
    guest.storeCpu(0, Guest.ABPR, 1);

    assertThat(guest.loadCpu(0, Guest.BPR)).isEqualTo(2);
    assertThat(guest.loadCpu(0, Guest.ABPR)).isEqualTo(3);
  }

  @Test
  void group0GoesToTheFiqInputIfFiqEnSaysSo() {
    guest.storeCpu(0, Guest.CTLR, 3 | FIQ_EN);
    guest.enable(0, SPI, 0x80, 1);

    guest.makePending(0, SPI);

    assertThat(guest.fiq(0)).isTrue();
    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void group1GoesToTheIrqInputAlways() {
    guest.storeCpu(0, Guest.CTLR, 3 | FIQ_EN);
    guest.store(0, Guest.IGROUPR + 4, 1 << (SPI - 32));
    guest.enable(0, SPI, 0x80, 1);

    guest.makePending(0, SPI);

    assertThat(guest.irq(0)).isTrue();
    assertThat(guest.fiq(0)).isFalse();
  }

  @Test
  void onlyTheMostUrgentInterruptIsSignalled() {
    guest.storeCpu(0, Guest.CTLR, 3 | FIQ_EN);
    guest.store(0, Guest.IGROUPR + 4, 1 << (SPI - 32));
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    pendingAt(0x40); // in Group 0

    assertThat(guest.fiq(0)).isTrue();
    assertThat(guest.irq(0)).isFalse();
  }

  private void runningAt(int priority) {
    guest.enable(0, SPI, priority, 1);
    guest.makePending(0, SPI);
    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
  }

  private void pendingAt(int priority) {
    guest.enable(0, OTHER, priority, 1);
    guest.makePending(0, OTHER);
  }
}
