package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.VcpuFeature;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VcpuFeaturesTest {
  /** The kernel's arch/arm64/include/uapi/asm/kvm.h numbers the bits. */
  @ParameterizedTest
  @CsvSource({
    "PMU, 0b000_1000",
    "SVE, 0b001_0000",
    "POINTER_AUTHENTICATION, 0b110_0000",
    "STOLEN_TIME, 0"
  })
  void areBitsOfTheVcpusInitialisation(VcpuFeature feature, String bits) {
    int expected = Integer.parseInt(bits.replaceAll("0b|_", ""), 2);

    assertThat(VcpuFeatures.bits(Set.of(feature))).isEqualTo(expected);
  }

  @Test
  void severalAddUp() {
    assertThat(VcpuFeatures.bits(EnumSet.allOf(VcpuFeature.class))).isEqualTo(0b111_1000);
  }
}
