package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.irq.IntId;
import org.junit.jupiter.api.Test;

/** The distributor's registers one by one (Arm IHI 0048B, 4.3). */
class DistributorTest {
  private static final int SPI = 40;

  private final Guest guest = Guest.booted(2);

  @Test
  void theTypeTellsInterruptsAndProcessors() {
    assertThat(new Guest(1, 96).load(0, 0x004)).isEqualTo(2);
    assertThat(new Guest(8, 1024).load(0, 0x004)).isEqualTo(31 | 7 << 5);
  }

  @Test
  void theIdentificationIsThatOfAGicV2() {
    assertThat(guest.load(0, 0xfe8) >>> 4 & 0xf).isEqualTo(2);
    assertThat(guest.loadCpu(0, 0xfc) >>> 16 & 0xf).isEqualTo(2);
  }

  @Test
  void enablesAreSetAndClearedByTheirOwnRegisters() {
    guest.store(0, Guest.ISENABLER + 4, 0xf0);
    guest.store(0, Guest.ISENABLER + 4, 0x0f);
    guest.store(0, Guest.ICENABLER + 4, 0x81);

    assertThat(guest.load(0, Guest.ISENABLER + 4)).isEqualTo(0x7e);
    assertThat(guest.load(0, Guest.ICENABLER + 4)).isEqualTo(0x7e);
  }

  @Test
  void aPriorityKeepsFiveBits() {
    guest.storeByte(0, Guest.IPRIORITYR + SPI, 0xa7);

    assertThat(guest.loadByte(0, Guest.IPRIORITYR + SPI)).isEqualTo(0xa0);
  }

  @Test
  void aWordHoldsFourPriorities() {
    guest.store(0, Guest.IPRIORITYR + SPI, 0x40302010);
    guest.storeByte(0, Guest.IPRIORITYR + SPI + 2, 0xf8);

    assertThat(guest.load(0, Guest.IPRIORITYR + SPI)).isEqualTo(0x40f82010);
    assertThat(guest.loadByte(0, Guest.IPRIORITYR + SPI + 3)).isEqualTo(0x40);
  }

  @Test
  void onlyByteRegistersTakeBytesAndNoneTakesHalfwords() {
    assertThat(guest.accepts(Guest.IPRIORITYR + 3, 1)).isTrue();
    assertThat(guest.accepts(Guest.ITARGETSR + 3, 1)).isTrue();
    assertThat(guest.accepts(Guest.SPENDSGIR + 15, 1)).isTrue();
    assertThat(guest.accepts(Guest.ISENABLER, 1)).isFalse();
    assertThat(guest.accepts(Guest.IPRIORITYR, 2)).isFalse();
    assertThat(guest.accepts(Guest.IPRIORITYR, 8)).isFalse();
    assertThat(guest.cpuAccepts(Guest.IAR, 1)).isFalse();
  }

  @Test
  void targetsOfProcessorsThatDoNotExistAreIgnored() {
    guest.store(0, Guest.ITARGETSR + SPI, -1);

    assertThat(guest.load(0, Guest.ITARGETSR + SPI)).isEqualTo(0x03030303);
  }

  @Test
  void aTargetByteChangesOneInterrupt() {
    guest.store(0, Guest.ITARGETSR + SPI, 0x01010101);
    guest.storeByte(0, Guest.ITARGETSR + SPI + 1, 2);

    assertThat(guest.load(0, Guest.ITARGETSR + SPI)).isEqualTo(0x01010201);
    assertThat(guest.loadByte(1, Guest.ITARGETSR + SPI + 1)).isEqualTo(2);
  }

  @Test
  void thePrivateTargetsShowWhoReadsThem() {
    guest.store(0, Guest.ITARGETSR, 0x02020202);

    assertThat(guest.load(0, Guest.ITARGETSR)).isEqualTo(0x01010101);
    assertThat(guest.load(1, Guest.ITARGETSR + 28)).isEqualTo(0x02020202);
    assertThat(guest.loadByte(1, Guest.ITARGETSR + 31)).isEqualTo(2);
  }

  @Test
  void withOneProcessorTargetsReadAsZeroAndEverythingGoesToIt() {
    Guest alone = Guest.booted(1);
    alone.enable(0, SPI, 0x80, 0);

    alone.makePending(0, SPI);

    assertThat(alone.load(0, Guest.ITARGETSR)).isZero();
    assertThat(alone.load(0, Guest.ITARGETSR + SPI)).isZero();
    assertThat(alone.irq(0)).isTrue();
  }

  @Test
  void anSpiWithoutTargetsGoesNowhere() {
    guest.enable(0, SPI, 0x80, 0);

    guest.makePending(0, SPI);

    assertThat(guest.irq(0) || guest.irq(1)).isFalse();
    assertThat(guest.isPending(0, SPI)).isTrue();
  }

  @Test
  void retargetingMovesAPendingInterrupt() {
    guest.enable(0, SPI, 0x80, 1);
    guest.makePending(0, SPI);

    guest.storeByte(0, Guest.ITARGETSR + SPI, 2);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.irq(1)).isTrue();
  }

  @Test
  void ofSeveralTargetsOneGetsTheInterrupt() {
    guest.enable(0, SPI, 0x80, 3);
    guest.makePending(0, SPI);
    assertThat(guest.irq(0)).isTrue();
    assertThat(guest.irq(1)).isTrue();

    assertThat(guest.acknowledge(1)).isEqualTo(SPI);

    assertThat(guest.irq(0)).isFalse();
    assertThat(guest.acknowledge(0)).isEqualTo(Guest.NONE);
    assertThat(guest.gic.statistics().getFirst().spurious()).isEqualTo(1);
  }

  @Test
  void anInterruptEndedByOneTargetIsOfferedToAllAgain() {
    guest.enable(0, SPI, 0x80, 3);
    guest.gic.levelLine(new IntId(SPI)).raise();
    guest.acknowledge(1);

    guest.end(1, SPI);

    assertThat(guest.irq(0)).isTrue();
    assertThat(guest.irq(1)).isTrue();
  }

  @Test
  void theTriggerIsConfigurableForSpisOnly() {
    guest.store(0, Guest.ICFGR, 0);
    guest.store(0, Guest.ICFGR + 4, -1);
    guest.store(0, Guest.ICFGR + 8, -1);
    guest.store(0, Guest.ICFGR + 12, 0x80000008);

    assertThat(guest.load(0, Guest.ICFGR)).isEqualTo(0xaaaaaaaa);
    assertThat(guest.load(0, Guest.ICFGR + 4)).isZero();
    assertThat(guest.load(0, Guest.ICFGR + 8)).isEqualTo(0xaaaaaaaa);
    assertThat(guest.load(0, Guest.ICFGR + 12)).isEqualTo(0x80000008);
  }

  @Test
  void privateInterruptsAreBanked() {
    guest.store(0, Guest.ISENABLER, 1 << 27);
    guest.storeByte(0, Guest.IPRIORITYR + 27, 0x40);
    guest.store(0, Guest.IGROUPR, 1 << 27);
    guest.store(0, Guest.ISPENDR, 1 << 27);
    guest.store(0, Guest.ISACTIVER, 1 << 27);

    assertThat(guest.load(0, Guest.ISENABLER)).isEqualTo(1 << 27 | 0xffff);
    assertThat(guest.load(1, Guest.ISENABLER)).isEqualTo(0xffff);
    assertThat(guest.loadByte(1, Guest.IPRIORITYR + 27)).isZero();
    assertThat(guest.load(1, Guest.IGROUPR)).isZero();
    assertThat(guest.load(1, Guest.ISPENDR)).isZero();
    assertThat(guest.load(1, Guest.ISACTIVER)).isZero();
  }

  @Test
  void spisAreSharedByAllProcessors() {
    guest.store(0, Guest.ISENABLER + 4, 1);

    assertThat(guest.load(1, Guest.ISENABLER + 4)).isEqualTo(1);
  }

  @Test
  void interruptsThatDoNotExistReadAsZeroAndIgnoreWrites() {
    Guest largest = new Guest(2, 1024);
    for (int register : new int[] {Guest.IGROUPR, Guest.ISENABLER, Guest.ISPENDR}) {
      guest.store(0, register + 3 * 4, -1);
      largest.store(0, register + 31 * 4, -1);

      assertThat(guest.load(0, register + 3 * 4)).isZero();
      assertThat(largest.load(0, register + 31 * 4)).isEqualTo(0x0fff_ffff);
    }
    guest.store(0, Guest.IPRIORITYR + 96, -1);
    guest.store(0, Guest.ITARGETSR + 96, -1);
    guest.store(0, Guest.ICFGR + 24, -1);
    assertThat(guest.load(0, Guest.IPRIORITYR + 96)).isZero();
    assertThat(guest.load(0, Guest.ITARGETSR + 96)).isZero();
    assertThat(guest.load(0, Guest.ICFGR + 24)).isZero();
  }

  @Test
  void theLastInterruptIsDelivered() {
    Guest largest = new Guest(2, 1024);
    largest.store(0, Guest.CTLR, 1);
    largest.storeCpu(1, Guest.CTLR, 1);
    largest.storeCpu(1, Guest.PMR, 0xf8);
    largest.enable(0, 1019, 0, 2);

    largest.makePending(0, 1019);

    assertThat(largest.acknowledge(1)).isEqualTo(1019);
  }

  @Test
  void registersOfTheSecurityExtensionsAreRazWi() {
    guest.store(0, 0xe00, -1);

    assertThat(guest.load(0, 0xe00)).isZero();
  }

  @Test
  void nineVcpusAreRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new Guest(9))
        .withMessageContaining("at most 8 vCPUs, not 9");
  }
}
