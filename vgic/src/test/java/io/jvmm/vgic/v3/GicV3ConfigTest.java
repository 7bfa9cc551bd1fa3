package io.jvmm.vgic.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.VcpuId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GicV3ConfigTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 32, 65, 1056})
  void numbersOfInterruptsThatTyperCannotSayAreRefused(int interrupts) {
    assertThatIllegalArgumentException().isThrownBy(() -> GicV3Config.of(1, interrupts));
  }

  @Test
  void emptyRegionsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GicV3Config(64, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new GicV3Config(64, List.of(1, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> GicV3Config.of(4097, 64));
  }

  @Test
  void everyVcpuIsFoundByItsAffinity() {
    GicV3Config config = GicV3Config.of(4096, 64);

    for (int vcpu = 0; vcpu < 4096; vcpu++) {
      assertThat(config.indexOf(new VcpuId(vcpu).affinity())).isEqualTo(vcpu);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0x10, 0xff, 0x110, 0x400, 0x1_0000, 0xff_0000})
  void nobodyHasAnAffinityBeyondTheVcpus(long affinity) {
    assertThat(GicV3Config.of(64, 64).indexOf(affinity)).isEqualTo(-1);
  }
}
