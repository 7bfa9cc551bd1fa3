package io.jvmm.vmm.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void anAddressIsParsedFromItsOwnText() {
    assertThat(GuestAddress.parse("0x40200000")).isEqualTo(new GuestAddress(0x4020_0000));
    assertThat(GuestAddress.parse("0xFFFFFFFFFFFFF")).hasToString("0xfffffffffffff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "40200000", "0x-1", "0x10000000000000", "0x4000_0000", " 0x1"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GuestAddress.parse(text))
        .withMessageContaining("is no address");
  }
}
