package io.jvmm.vmm.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GuestAddressTest {
  @Test
  void moreThanFiftyTwoBitsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GuestAddress(1L << 52))
        .withMessageContaining("0x10000000000000");
    assertThatIllegalArgumentException().isThrownBy(() -> new GuestAddress(-1));
  }

  @Test
  void additionThatLeavesTheAddressSpaceIsRefused() {
    GuestAddress top = new GuestAddress((1L << 52) - 1);

    assertThatThrownBy(() -> top.plus(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> top.plus(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void alignmentRoundsUpToTheNextMultiple() {
    assertThat(new GuestAddress(0x1001).alignUp(0x1000)).isEqualTo(new GuestAddress(0x2000));
    assertThat(new GuestAddress(0x1000).alignUp(0x1000)).isEqualTo(new GuestAddress(0x1000));
  }

  @Test
  void anAlignmentThatIsNoPowerOfTwoIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GuestAddress(0).isAligned(3));
  }
}
