package io.jvmm.vgic.v3;

import static io.jvmm.vgic.v3.GicdRegister.GICD_CTLR;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ICACTIVER;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ICENABLER;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ICFGR;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ICPENDR;
import static io.jvmm.vgic.v3.GicdRegister.GICD_IROUTER;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ISACTIVER;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ISENABLER;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ISPENDR;
import static io.jvmm.vgic.v3.GicdRegister.GICD_TYPER;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.mmio.Access;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributorTest {
  private static final Set<GicdRegister> CONFIGURED = EnumSet.of(GICD_TYPER);

  private final TestGic gic = new TestGic(2);

  @ParameterizedTest
  @EnumSource
  void everyRegisterHasTheResetValueOfItsRow(GicdRegister register) {
    if (!CONFIGURED.contains(register)) {
      assertThat(gic.read(register)).isEqualTo(register.reset() & 0xffff_ffffL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadOnlyOrUnimplementedIgnoresWrites(GicdRegister register) {
    switch (register.mode()) {
      case READ_WRITE, WRITE_ONLY -> {}
      case READ_ONLY, RAZ_WI -> {
        long before = gic.read(register);
        gic.write(register, ~0);
        assertThat(gic.read(register)).isEqualTo(before);
      }
    }
  }

  @Test
  void typerCountsInterruptsIn32s() {
    assertThat(gic.read(GICD_TYPER) & 0x1f).isEqualTo(2);
    assertThat(new TestGic(GicV3Config.of(1, 1024)).read(GICD_TYPER) & 0x1f).isEqualTo(31);
  }

  @Test
  void affinityRoutingAndTheSingleSecurityStateCannotBeTurnedOff() {
    gic.write(GICD_CTLR, 0);

    assertThat(gic.read(GICD_CTLR)).isEqualTo(0x50);
  }

  @Test
  void zerosInSetAndClearRegistersDoNothing() {
    gic.set(GICD_ISENABLER, 3);

    gic.write(GICD_ISENABLER, 0);
    gic.write(GICD_ICENABLER, 0);

    assertThat(gic.read(GICD_ICENABLER)).isEqualTo(1 << 3);
  }

  @Test
  void aSetBitIsClearedThroughTheClearRegister() {
    gic.set(GICD_ISENABLER, 40);
    gic.set(GICD_ISACTIVER, 40);

    gic.set(GICD_ICENABLER, 40);
    gic.set(GICD_ICACTIVER, 40);

    assertThat(gic.has(GICD_ISENABLER, 40)).isFalse();
    assertThat(gic.has(GICD_ISACTIVER, 40)).isFalse();
  }

  @Test
  void aLevelSensitiveSpiIsPendingAsLongAsItsInputIsAsserted() {
    gic.level(5);
    gic.line(5, true);
    assertThat(gic.has(GICD_ISPENDR, 5)).isTrue();

    gic.set(GICD_ICPENDR, 5);
    assertThat(gic.has(GICD_ISPENDR, 5)).as("the input is still asserted").isTrue();

    gic.line(5, false);
    assertThat(gic.has(GICD_ISPENDR, 5)).isFalse();
  }

  @Test
  void whatSoftwareMadePendingStaysWhenTheInputGoesDown() {
    gic.level(5);
    gic.line(5, true);
    gic.set(GICD_ISPENDR, 5);

    gic.line(5, false);

    assertThat(gic.has(GICD_ISPENDR, 5)).isTrue();
  }

  @Test
  void anEdgeTriggeredSpiRemembersARisingEdgeUntilCleared() {
    gic.edge(7);

    gic.line(7, true);
    gic.line(7, false);
    assertThat(gic.has(GICD_ISPENDR, 7)).isTrue();

    gic.set(GICD_ICPENDR, 7);
    assertThat(gic.has(GICD_ISPENDR, 7)).isFalse();
  }

  @Test
  void anInputThatStaysHighIsOneEdge() {
    gic.edge(7);
    gic.line(7, true);
    gic.set(GICD_ICPENDR, 7);

    gic.line(7, true);

    assertThat(gic.has(GICD_ISPENDR, 7)).isFalse();
  }

  @Test
  void prioritiesAreBytesOfWhichFiveBitsAreImplemented() {
    gic.priority(2, 0xff);

    assertThat(gic.read(GicdRegister.GICD_IPRIORITYR)).isEqualTo(0x00f8_0000);
  }

  @Test
  void theLowerBitOfAConfigurationReadsAsZero() {
    gic.write(GICD_ICFGR, 0xffff_ffffL);

    assertThat(gic.read(GICD_ICFGR)).isEqualTo(0xaaaa_aaaaL);
  }

  @Test
  void aRouteIsWrittenWholeOrByHalvesAndHasNoAff3() {
    gic.route(1, 0xff_8001_0203L);
    assertThat(gic.model.distributor().read(new Access(GICD_IROUTER.offset() + 8, 8)))
        .isEqualTo(0x8001_0203L);

    TestGic.write(gic.model.distributor(), GICD_IROUTER.offset() + 8, 0x5);
    TestGic.write(gic.model.distributor(), GICD_IROUTER.offset() + 12, 0xff);
    assertThat(gic.model.distributor().read(new Access(GICD_IROUTER.offset() + 8, 8))).isEqualTo(5);
  }

  @Test
  void spisThatItDoesNotHaveReadAsZeroAndIgnoreWrites() {
    gic.set(GICD_ISENABLER, 64);
    gic.priority(64, 0x80);
    gic.route(64, 1);

    assertThat(gic.has(GICD_ISENABLER, 64)).isFalse();
    assertThat(TestGic.read(gic.model.distributor(), GICD_IROUTER.offset() + 64 * 8)).isZero();
  }

  @Test
  void theSpecialIntidsOfTheLargestGicAreNoSpis() {
    TestGic largest = new TestGic(GicV3Config.of(1, 1024));

    for (int spi = 960; spi < 992; spi++) {
      largest.set(GICD_ISENABLER, spi);
    }

    assertThat(TestGic.read(largest.model.distributor(), GICD_ISENABLER.offset() + 120))
        .isEqualTo(0x0fff_ffff);
  }

  @Test
  void widthsThatTheTableDoesNotListAreRefused() {
    assertThat(gic.model.distributor().accepts(new Access(GICD_CTLR.offset(), 8))).isFalse();
    assertThat(gic.model.distributor().accepts(new Access(GICD_CTLR.offset(), 1))).isFalse();
    assertThat(gic.model.distributor().accepts(new Access(0x4000, 4))).isFalse();
    assertThat(gic.model.distributor().accepts(new Access(0xfffc, 4))).isTrue();
    assertThat(gic.model.distributor().accepts(new Access(0x1_0000, 4))).isFalse();
  }
}
