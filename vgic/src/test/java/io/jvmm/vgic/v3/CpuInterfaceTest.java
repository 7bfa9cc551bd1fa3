package io.jvmm.vgic.v3;

import static io.jvmm.vgic.v3.GicdRegister.GICD_CTLR;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ICENABLER;
import static io.jvmm.vgic.v3.GicdRegister.GICD_IGROUPR;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ISACTIVER;
import static io.jvmm.vgic.v3.GicdRegister.GICD_ISPENDR;
import static io.jvmm.vgic.v3.IccRegister.ICC_AP1R0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_BPR0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_BPR1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_CTLR_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_DIR_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_EOIR0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_EOIR1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_HPPIR0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_HPPIR1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_IAR0_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_IAR1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_IGRPEN1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_PMR_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_RPR_EL1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.mmio.Register.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuInterfaceTest {
  private static final int SPI_0 = 32;
  private static final int NONE = 1023;
  private static final int EOI_MODE = 2;
  private static final int COMMON = 1;

  private final TestGic gic = TestGic.ready(2);
  private final CpuInterface cpu = gic.cpu(0);

  @ParameterizedTest
  @EnumSource
  void everyRegisterHasTheResetValueOfItsRow(IccRegister register) {
    CpuInterface untouched = new TestGic(1).cpu(0);

    if (register.mode() == Mode.READ_ONLY || register.mode() == Mode.READ_WRITE) {
      assertThat(untouched.read(register)).isEqualTo(register.reset());
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> untouched.read(register));
    }
  }

  @Test
  void anInterruptIsSignalledAcknowledgedAndEnded() {
    gic.raise(0, 0x80);
    assertThat(gic.signals).containsExactly("vcpu0 IRQ up");

    assertThat(cpu.read(ICC_IAR1_EL1)).isEqualTo(SPI_0);
    assertThat(gic.signals).endsWith("vcpu0 IRQ down");
    assertThat(gic.has(GICD_ISACTIVER, 0)).isTrue();
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0x80);

    gic.line(0, false);
    cpu.write(ICC_EOIR1_EL1, SPI_0);
    assertThat(gic.has(GICD_ISACTIVER, 0)).isFalse();
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0xff);
    assertThat(gic.signals).hasSize(2);
  }

  @Test
  void withNothingPendingThereIsNothingToAcknowledge() {
    assertThat(cpu.read(ICC_IAR1_EL1)).isEqualTo(NONE);
    assertThat(cpu.read(ICC_HPPIR1_EL1)).isEqualTo(NONE);
  }

  @Test
  void aLineThatStaysAssertedIsSignalledAgainAfterTheEnd() {
    gic.raise(0, 0x80);
    cpu.read(ICC_IAR1_EL1);

    cpu.write(ICC_EOIR1_EL1, SPI_0);

    assertThat(cpu.asserts(CpuInput.IRQ)).isTrue();
  }

  @Test
  void anEdgeIsServedOnceAndOneMoreWhileItIsActiveWaits() {
    gic.edge(0);
    gic.enable(0, 0x80);
    gic.line(0, true);
    gic.line(0, false);
    cpu.read(ICC_IAR1_EL1);
    assertThat(gic.has(GICD_ISPENDR, 0)).isFalse();

    gic.line(0, true);
    assertThat(cpu.asserts(CpuInput.IRQ)).as("active and pending").isFalse();

    cpu.write(ICC_EOIR1_EL1, SPI_0);
    assertThat(cpu.read(ICC_IAR1_EL1)).isEqualTo(SPI_0);
  }

  @Test
  void theHighestPriorityComesFirstAndThenTheLowestIntid() {
    gic.raise(9, 0x40);
    gic.raise(8, 0x40);
    gic.raise(1, 0x48);

    assertThat(cpu.read(ICC_HPPIR1_EL1)).isEqualTo(SPI_0 + 8);
  }

  @Test
  void onlyAHigherGroupPriorityPreempts() {
    gic.raise(0, 0x80);
    cpu.read(ICC_IAR1_EL1);

    gic.raise(1, 0x80);
    assertThat(cpu.asserts(CpuInput.IRQ)).isFalse();
    assertThat(cpu.read(ICC_IAR1_EL1)).isEqualTo(NONE);

    gic.raise(2, 0x78);
    assertThat(cpu.asserts(CpuInput.IRQ)).isTrue();
    assertThat(cpu.read(ICC_IAR1_EL1)).isEqualTo(SPI_0 + 2);
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0x78);
  }

  @Test
  void theBinaryPointMakesPrioritiesOfAGroupEqual() {
    cpu.write(ICC_BPR1_EL1, 5); // groups of 0x20
    gic.raise(0, 0x98);
    cpu.read(ICC_IAR1_EL1);
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0x80);

    gic.raise(1, 0x80);
    assertThat(cpu.asserts(CpuInput.IRQ)).isFalse();

    gic.raise(2, 0x78);
    assertThat(cpu.asserts(CpuInput.IRQ)).isTrue();
  }

  @Test
  void aCommonBinaryPointIsThatOfGroup0PlusOneAndReadOnlyInGroup1() {
    cpu.write(ICC_BPR1_EL1, 6);
    cpu.write(ICC_BPR0_EL1, 4);

    cpu.write(ICC_CTLR_EL1, COMMON);
    cpu.write(ICC_BPR1_EL1, 3);
    assertThat(cpu.read(ICC_BPR1_EL1)).isEqualTo(5);

    cpu.write(ICC_CTLR_EL1, 0);
    assertThat(cpu.read(ICC_BPR1_EL1)).isEqualTo(6);
  }

  @Test
  void binaryPointsBelowTheLeastAreRaised() {
    cpu.write(ICC_BPR0_EL1, 0);
    cpu.write(ICC_BPR1_EL1, 0);

    assertThat(cpu.read(ICC_BPR0_EL1)).isEqualTo(2);
    assertThat(cpu.read(ICC_BPR1_EL1)).isEqualTo(3);
  }

  @Test
  void theMaskHoldsBackItsOwnPriorityAndLowerOnes() {
    cpu.write(ICC_PMR_EL1, 0x80);
    gic.raise(0, 0x80);
    assertThat(cpu.asserts(CpuInput.IRQ)).isFalse();
    assertThat(cpu.read(ICC_HPPIR1_EL1)).as("not masked").isEqualTo(SPI_0);

    cpu.write(ICC_PMR_EL1, 0x88);
    assertThat(cpu.asserts(CpuInput.IRQ)).isTrue();
  }

  @Test
  void group0IsSignalledAsFiqAndAcknowledgedByItsOwnRegister() {
    gic.write(GICD_IGROUPR, 0xffff_fffeL);
    gic.raise(0, 0x80);

    assertThat(gic.signals).containsExactly("vcpu0 FIQ up");
    assertThat(cpu.read(ICC_HPPIR1_EL1)).isEqualTo(NONE);
    assertThat(cpu.read(ICC_IAR1_EL1)).isEqualTo(NONE);
    assertThat(cpu.read(ICC_HPPIR0_EL1)).isEqualTo(SPI_0);
    assertThat(cpu.read(ICC_IAR0_EL1)).isEqualTo(SPI_0);
    cpu.write(ICC_EOIR0_EL1, SPI_0);
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0xff);
  }

  @Test
  void endingAnInterruptOfTheOtherGroupDropsNoPriority() {
    gic.raise(0, 0x80);
    cpu.read(ICC_IAR1_EL1);

    cpu.write(ICC_EOIR0_EL1, SPI_0);

    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0x80);
  }

  @Test
  void nestedInterruptsEndInReverseOrder() {
    gic.raise(0, 0x80);
    cpu.read(ICC_IAR1_EL1);
    gic.raise(1, 0x40);
    cpu.read(ICC_IAR1_EL1);
    assertThat(cpu.read(ICC_AP1R0_EL1)).isEqualTo(1L << 16 | 1 << 8);

    cpu.write(ICC_EOIR1_EL1, SPI_0 + 1);
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0x80);
    cpu.write(ICC_EOIR1_EL1, SPI_0);
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0xff);
  }

  @Test
  void eoiModeSeparatesThePriorityDropFromTheDeactivation() {
    cpu.write(ICC_CTLR_EL1, EOI_MODE);
    gic.raise(0, 0x80);
    cpu.read(ICC_IAR1_EL1);

    cpu.write(ICC_EOIR1_EL1, SPI_0);
    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0xff);
    assertThat(gic.has(GICD_ISACTIVER, 0)).isTrue();

    cpu.write(ICC_DIR_EL1, SPI_0);
    assertThat(gic.has(GICD_ISACTIVER, 0)).isFalse();
  }

  @Test
  void withoutEoiModeDirDoesNothing() {
    gic.raise(0, 0x80);
    cpu.read(ICC_IAR1_EL1);

    cpu.write(ICC_DIR_EL1, SPI_0);

    assertThat(gic.has(GICD_ISACTIVER, 0)).isTrue();
  }

  @Test
  void endingASpecialIntidDoesNothing() {
    gic.raise(0, 0x80);
    cpu.read(ICC_IAR1_EL1);

    cpu.write(ICC_EOIR1_EL1, NONE);

    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0x80);
  }

  @Test
  void endingAnInterruptThatDoesNotExistHarmsNothing() {
    cpu.write(ICC_EOIR1_EL1, 1000);
    cpu.write(ICC_EOIR1_EL1, 0xff_ffff);
    cpu.write(ICC_EOIR1_EL1, -1);

    assertThat(cpu.read(ICC_RPR_EL1)).isEqualTo(0xff);
  }

  @Test
  void disablingAnywhereOnTheWayLowersTheSignal() {
    gic.raise(0, 0x80);
    cpu.write(ICC_IGRPEN1_EL1, 0);
    cpu.write(ICC_IGRPEN1_EL1, 1);
    gic.write(GICD_CTLR, 0b01);
    gic.write(GICD_CTLR, 0b11);
    gic.set(GICD_ICENABLER, 0);

    assertThat(gic.signals)
        .containsExactly(
            "vcpu0 IRQ up",
            "vcpu0 IRQ down",
            "vcpu0 IRQ up",
            "vcpu0 IRQ down",
            "vcpu0 IRQ up",
            "vcpu0 IRQ down");
  }

  @Test
  void anSpiGoesWhereItIsRouted() {
    gic.route(0, 1);
    gic.raise(0, 0x80);

    assertThat(gic.signals).containsExactly("vcpu1 IRQ up");
  }

  @Test
  void aRouteToNobodyKeepsItPendingUntilItIsRoutedElsewhere() {
    gic.route(0, 0x7f);
    gic.raise(0, 0x80);
    assertThat(gic.signals).isEmpty();

    gic.route(0, 0);
    assertThat(gic.signals).containsExactly("vcpu0 IRQ up");
  }

  @Test
  void oneOfNGoesToTheFirstThatTakesTheGroup() {
    cpu.write(ICC_IGRPEN1_EL1, 0);
    gic.route(0, 1L << 31);

    gic.raise(0, 0x80);

    assertThat(gic.signals).containsExactly("vcpu1 IRQ up");
  }

  @Test
  void routesReachProcessorsOfEveryCluster() {
    TestGic many = TestGic.ready(64);
    many.route(0, 0x30f);

    many.raise(0, 0x80);

    assertThat(many.signals).containsExactly("vcpu63 IRQ up");
  }
}
