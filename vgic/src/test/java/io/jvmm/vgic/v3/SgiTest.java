package io.jvmm.vgic.v3;

import static io.jvmm.vgic.v3.GicrRegister.GICR_IGROUPR0;
import static io.jvmm.vgic.v3.GicrRegister.GICR_ISPENDR0;
import static io.jvmm.vgic.v3.IccRegister.ICC_ASGI1R_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_IAR1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_SGI0R_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_SGI1R_EL1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Software-generated interrupts (Arm IHI 0069, ICC_SGI1R_EL1). */
class SgiTest {
  private static final long SGI_5 = 5L << 24;

  private final TestGic gic = TestGic.ready(40);

  @Test
  void aTargetListReachesProcessorsOfItsClusterOnly() {
    gic.cpu(0).write(ICC_SGI1R_EL1, SGI_5 | 1L << 16 | 0b101);

    assertThat(pending()).containsExactly(16, 18);
    assertThat(gic.read(16, GICR_ISPENDR0)).isEqualTo(1 << 5);
  }

  @Test
  void aProcessorMaySendItselfAnSgi() {
    gic.cpu(3).write(ICC_SGI1R_EL1, SGI_5 | 1 << 3);

    assertThat(gic.signals).containsExactly("vcpu3 IRQ up");
    assertThat(gic.cpu(3).read(ICC_IAR1_EL1)).isEqualTo(5);
    assertThat(pending()).isEmpty();
  }

  @Test
  void irmReachesAllButTheSender() {
    gic.cpu(7).write(ICC_SGI1R_EL1, SGI_5 | 1L << 40);

    assertThat(pending()).hasSize(39).doesNotContain(7);
  }

  @Test
  void clustersThatAreNotThereAreNobody() {
    gic.cpu(0).write(ICC_SGI1R_EL1, SGI_5 | 0xffL << 16 | 0xffff);
    gic.cpu(0).write(ICC_SGI1R_EL1, SGI_5 | 1L << 32 | 0xffff);
    gic.cpu(0).write(ICC_SGI1R_EL1, SGI_5 | 1L << 48 | 0xffff);

    assertThat(pending()).isEmpty();
  }

  @Test
  void group0SgisReachOnlyWhoHasThemInGroup0() {
    gic.write(1, GICR_IGROUPR0, ~(1L << 5) & 0xffff_ffffL);

    gic.cpu(0).write(ICC_SGI0R_EL1, SGI_5 | 0b111);
    assertThat(pending()).containsExactly(1);
    assertThat(gic.signals).containsExactly("vcpu1 FIQ up");

    gic.cpu(0).write(ICC_ASGI1R_EL1, 6L << 24 | 0b111);
    assertThat(pending()).containsExactly(1);
  }

  private List<Integer> pending() {
    return IntStream.range(0, 40)
        .filter(vcpu -> gic.read(vcpu, GICR_ISPENDR0) != 0)
        .boxed()
        .toList();
  }
}
