package io.jvmm.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VcpuIdTest {
  @ParameterizedTest
  @CsvSource({"0,0x0", "15,0xf", "16,0x100", "17,0x101", "255,0xf0f", "256,0x1000", "4095,0xff0f"})
  void sixteenVcpusShareACluster(int id, String affinity) {
    assertThat(new VcpuId(id).affinity()).isEqualTo(Long.decode(affinity));
  }

  @Test
  void aNumberPastTheLastIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new VcpuId(VcpuId.MAX + 1));
  }
}
