package io.jvmm.vmm.irq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IntIdTest {
  @Test
  void sharedInterruptsStartAtThirtyTwo() {
    assertThat(IntId.spi(1)).isEqualTo(new IntId(33));
    assertThat(IntId.spi(1).index()).isEqualTo(1);
    assertThat(IntId.spi(1).isSpi()).isTrue();
  }

  @Test
  void privateInterruptsStartAtSixteen() {
    assertThat(IntId.ppi(14)).isEqualTo(new IntId(30));
    assertThat(IntId.ppi(14).index()).isEqualTo(14);
    assertThat(IntId.ppi(14)).hasToString("PPI 14");
  }

  @Test
  void specialInterruptNumbersAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new IntId(1023));
    assertThatIllegalArgumentException().isThrownBy(() -> IntId.spi(988));
    assertThatIllegalArgumentException().isThrownBy(() -> IntId.ppi(16));
  }
}
