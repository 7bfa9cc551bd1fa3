package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptStatistics;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.irq.PrivateLine;
import io.jvmm.vmm.irq.PrivateLines;
import org.junit.jupiter.api.Test;

/** From line to end of interrupt (Arm IHI 0048B, 3.2, 4.3.7 to 4.3.10, 4.4.4, 4.4.5, 4.4.15). */
class HandlingTest {
  private static final int SPI = 40;
  private static final int VIRTUAL_TIMER = 27;
  private static final int EOI_MODE = 1 << 9;
  private static final int ACK_CTL = 1 << 2;

  private final Guest guest = Guest.booted(2);

  @Test
  void aLevelIsPendingAsLongAsItIsHigh() {
    LevelIrq line = guest.gic.levelLine(new IntId(SPI));
    guest.enable(0, SPI, 0x80, 1);

    line.raise();
    assertThat(guest.isPending(0, SPI)).isTrue();
    assertThat(guest.irq(0)).isTrue();

    line.lower();
    assertThat(guest.isPending(0, SPI)).isFalse();
    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void aLevelThatIsStillHighAtTheEndIsSignalledAgain() {
    LevelIrq line = guest.gic.levelLine(new IntId(SPI));
    guest.enable(0, SPI, 0x80, 1);
    line.raise();

    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    assertThat(guest.isPending(0, SPI)).isTrue();
    assertThat(guest.irq(0)).isFalse();

    guest.end(0, SPI);
    assertThat(guest.irq(0)).isTrue();
  }

  @Test
  void aLevelLoweredByItsHandlerIsNotSignalledAgain() {
    LevelIrq line = guest.gic.levelLine(new IntId(SPI));
    guest.enable(0, SPI, 0x80, 1);
    line.raise();
    guest.acknowledge(0);

    line.lower();
    guest.end(0, SPI);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
    assertThat(guest.gic.statistics().getFirst())
        .isEqualTo(new InterruptStatistics(new VcpuId(0), 1, 0, 0, 0));
  }

  @Test
  void anEdgeIsRememberedUntilItIsAcknowledged() {
    EdgeIrq line = guest.gic.edgeLine(new IntId(SPI));
    guest.makeEdgeTriggered(SPI);
    guest.enable(0, SPI, 0x80, 1);

    line.pulse();
    assertThat(guest.isPending(0, SPI)).isTrue();

    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    assertThat(guest.isPending(0, SPI)).isFalse();
  }

  @Test
  void anEdgeWhileActiveIsDeliveredAfterTheEnd() {
    EdgeIrq line = guest.gic.edgeLine(new IntId(SPI));
    guest.makeEdgeTriggered(SPI);
    guest.enable(0, SPI, 0x80, 1);
    line.pulse();
    guest.acknowledge(0);

    line.pulse();
    assertThat(guest.irq(0)).isFalse();

    guest.end(0, SPI);
    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
  }

  @Test
  void twoEdgesBeforeTheAcknowledgementAreOneInterrupt() {
    EdgeIrq line = guest.gic.edgeLine(new IntId(SPI));
    guest.makeEdgeTriggered(SPI);
    guest.enable(0, SPI, 0x80, 1);
    line.pulse();
    line.pulse();

    guest.end(0, guest.acknowledge(0));

    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
  }

  @Test
  void anEdgeTriggeredLineThatStaysHighIsOneInterrupt() {
    LevelIrq line = guest.gic.levelLine(new IntId(SPI));
    guest.makeEdgeTriggered(SPI);
    guest.enable(0, SPI, 0x80, 1);
    line.raise();

    guest.end(0, guest.acknowledge(0));

    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void clearPendingDoesNotReachALevelThatIsHigh() {
    LevelIrq line = guest.gic.levelLine(new IntId(SPI));
    line.raise();

    guest.store(0, Guest.ICPENDR + 4, -1);
    assertThat(guest.isPending(0, SPI)).isTrue();

    line.lower();
    assertThat(guest.isPending(0, SPI)).isFalse();
  }

  @Test
  void aLevelMadePendingBySoftwareStaysSoUntilCleared() {
    LevelIrq line = guest.gic.levelLine(new IntId(SPI));
    line.raise();
    guest.makePending(0, SPI);

    line.lower();
    assertThat(guest.isPending(0, SPI)).isTrue();

    guest.store(0, Guest.ICPENDR + 4, 1 << (SPI - 32));
    assertThat(guest.isPending(0, SPI)).isFalse();
  }

  @Test
  void aLevelMadePendingBySoftwareIsDeliveredOnce() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    guest.end(0, guest.acknowledge(0));

    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void anInterruptSetActiveIsNotSignalled() {
    guest.enable(0, SPI, 0x80, 1);
    guest.store(0, Guest.ISACTIVER + 4, 1 << (SPI - 32));

    guest.makePending(0, SPI);
    assertThat(guest.irq(0)).isFalse();

    guest.store(0, Guest.ICACTIVER + 4, 1 << (SPI - 32));
    assertThat(guest.irq(0)).isTrue();
  }

  @Test
  void theEndDropsThePriorityAndDeactivates() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);
    guest.acknowledge(0);
    assertThat(guest.isActive(0, SPI)).isTrue();

    guest.end(0, SPI);

    assertThat(guest.isActive(0, SPI)).isFalse();
    assertThat(guest.loadCpu(0, Guest.RPR)).isEqualTo(0xff);
  }

  @Test
  void withEoiModeTheEndOnlyDropsThePriority() {
    guest.storeCpu(0, Guest.CTLR, 3 | EOI_MODE);
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);
    guest.acknowledge(0);

    guest.end(0, SPI);
    assertThat(guest.loadCpu(0, Guest.RPR)).isEqualTo(0xff);
    assertThat(guest.isActive(0, SPI)).isTrue();

    guest.storeCpu(0, Guest.DIR, SPI);
    assertThat(guest.isActive(0, SPI)).isFalse();
  }

  @Test
  void withEoiModeAnyProcessorMayDeactivateAnSpi() {
    guest.storeCpu(1, Guest.CTLR, 3 | EOI_MODE);
    guest.store(0, Guest.ISACTIVER + 4, 1 << (SPI - 32));

    guest.storeCpu(1, Guest.DIR, SPI);

    assertThat(guest.isActive(0, SPI)).isFalse();
  }

  @Test
  void withoutEoiModeDeactivateDoesNothing() {
    guest.store(0, Guest.ISACTIVER + 4, 1 << (SPI - 32));

    guest.storeCpu(0, Guest.DIR, SPI);

    assertThat(guest.isActive(0, SPI)).isTrue();
  }

  @Test
  void nestedInterruptsEndInReverseOrder() {
    guest.enable(0, SPI, 0x80, 1);
    guest.enable(0, 41, 0x40, 1);
    guest.makePending(0, SPI);
    guest.acknowledge(0);
    guest.makePending(0, 41);
    guest.acknowledge(0);
    assertThat(guest.loadCpu(0, Guest.APR0)).isEqualTo(1 << 8 | 1 << 16);

    guest.end(0, 41);
    assertThat(guest.loadCpu(0, Guest.RPR)).isEqualTo(0x80);

    guest.end(0, SPI);
    assertThat(guest.loadCpu(0, Guest.APR0)).isZero();
  }

  @Test
  void endingAnInterruptThatDoesNotExistDoesNothing() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);
    guest.acknowledge(0);

    guest.end(0, 1023);
    guest.end(0, 1022);
    guest.end(0, 96);

    assertThat(guest.loadCpu(0, Guest.RPR)).isEqualTo(0x80);
    assertThat(guest.isActive(0, SPI)).isTrue();
  }

  @Test
  void aGroup1InterruptIsRefusedByThePlainRegister() {
    guest.store(0, Guest.IGROUPR + 4, 1 << (SPI - 32));
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    assertThat(guest.loadCpu(0, Guest.HPPIR)).isEqualTo(Guest.WRONG_GROUP);
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.WRONG_GROUP);
    assertThat(guest.loadCpu(0, Guest.AHPPIR)).isEqualTo(SPI);
    assertThat(guest.loadCpu(0, Guest.AIAR)).isEqualTo(SPI);
    assertThat(guest.loadCpu(0, Guest.NSAPR0)).isEqualTo(1 << 16);
  }

  @Test
  void aGroup1InterruptIsEndedByTheAliasedRegisterOnly() {
    guest.store(0, Guest.IGROUPR + 4, 1 << (SPI - 32));
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);
    guest.loadCpu(0, Guest.AIAR);

    guest.end(0, SPI);
    assertThat(guest.isActive(0, SPI)).isTrue();

    guest.storeCpu(0, Guest.AEOIR, SPI);
    assertThat(guest.isActive(0, SPI)).isFalse();
    assertThat(guest.loadCpu(0, Guest.RPR)).isEqualTo(0xff);
  }

  @Test
  void withAckCtlThePlainRegistersServeBothGroups() {
    guest.storeCpu(0, Guest.CTLR, 3 | ACK_CTL);
    guest.store(0, Guest.IGROUPR + 4, 1 << (SPI - 32));
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    assertThat(guest.loadCpu(0, Guest.HPPIR)).isEqualTo(SPI);
    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    guest.end(0, SPI);
    assertThat(guest.isActive(0, SPI)).isFalse();
  }

  @Test
  void aGroup0InterruptIsHiddenFromTheAliasedRegisters() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    assertThat(guest.loadCpu(0, Guest.AHPPIR)).isEqualTo(Guest.NONE);
    assertThat(guest.loadCpu(0, Guest.AIAR)).isEqualTo(Guest.NONE);
    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
  }

  @Test
  void aTimerInterruptsItsOwnProcessorOnly() {
    guest.enable(1, VIRTUAL_TIMER, 0x80, 0);

    timer(1, true);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.isPending(0, VIRTUAL_TIMER)).isFalse();
    assertThat(guest.acknowledge(1)).isEqualTo(VIRTUAL_TIMER);
  }

  @Test
  void aTimerSilencedByItsHandlerIsNoSpuriousInterrupt() {
    guest.enable(0, VIRTUAL_TIMER, 0x80, 0);
    timer(0, true);
    assertThat(guest.acknowledge(0)).isEqualTo(VIRTUAL_TIMER);

    timer(0, false); // seen at the exit that is the write of GICC_EOIR, before it is answered
    guest.end(0, VIRTUAL_TIMER);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.gic.statistics().getFirst().spurious()).isZero();
  }

  @Test
  void anInterruptWithdrawnAfterItWasSignalledCountsAsSpurious() {
    guest.enable(0, VIRTUAL_TIMER, 0x80, 0);
    timer(0, true);
    timer(0, false);
    guest.gic.privateInterrupts().answered(new VcpuId(0));

    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);

    assertThat(guest.gic.statistics().getFirst().spurious()).isEqualTo(1);
  }

  @Test
  void aTimerFoundSilencedAtTheVeryAcknowledgementIsAcknowledgedAndCountsAsLate() {
    guest.enable(0, VIRTUAL_TIMER, 0x80, 0);
    timer(0, true);
    timer(0, false);

    assertThat(guest.acknowledge(0)).isEqualTo(VIRTUAL_TIMER);
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
    guest.end(0, VIRTUAL_TIMER);

    InterruptStatistics statistics = guest.gic.statistics().getFirst();
    assertThat(statistics.late()).isEqualTo(1);
    assertThat(statistics.spurious()).isZero();
    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void aTimerFoundSilencedOnTheWayToItsHandlerIsStillAcknowledgedThere() {
    guest.enable(0, VIRTUAL_TIMER, 0x80, 0);
    timer(0, true);
    timer(0, false); // at an exit that the host caused, which nobody answers
    PrivateLines another = PrivateLines.NONE.with(PrivateLine.PMU); // not enabled
    guest.gic.privateInterrupts().update(new VcpuId(0), another);

    assertThat(guest.acknowledge(0)).isEqualTo(VIRTUAL_TIMER);
  }

  @Test
  void aSilencedTimerGivesWayToWhatIsPending() {
    guest.enable(0, VIRTUAL_TIMER, 0x80, 0);
    guest.enable(0, SPI, 0x90, 1);
    guest.makePending(0, SPI);
    timer(0, true);
    timer(0, false);

    assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    assertThat(guest.gic.statistics().getFirst().late()).isZero();
  }

  @Test
  void readingUntilNothingIsLeftIsNotSpurious() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);
    guest.end(0, guest.acknowledge(0));

    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);

    assertThat(guest.gic.statistics().getFirst().spurious()).isZero();
  }

  private void timer(int processor, boolean asserted) {
    PrivateLines lines =
        asserted ? PrivateLines.NONE.with(PrivateLine.VIRTUAL_TIMER) : PrivateLines.NONE;
    guest.gic.privateInterrupts().update(new VcpuId(processor), lines);
  }
}
