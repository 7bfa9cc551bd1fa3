package io.jvmm.mmio.insn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BitPatternTest {
  private final BitPattern pattern = new BitPattern("10 .. 000000000000 iiiiiiii 0000 tttt");

  @Test
  void fixedBitsDecideAndOthersDoNot() {
    assertThat(pattern.matches(0x8000_0000)).isTrue();
    assertThat(pattern.matches(0xb000_ff0f)).isTrue();
    assertThat(pattern.matches(0xc000_0000)).isFalse();
    assertThat(pattern.matches(0x8000_0010)).isFalse();
  }

  @Test
  void aFieldIsReadWithAndWithoutASign() {
    assertThat(pattern.field('i', 0x8000_fe03)).isEqualTo(0xfe);
    assertThat(pattern.signedField('i', 0x8000_fe03)).isEqualTo(-2);
    assertThat(pattern.field('t', 0x8000_fe03)).isEqualTo(3);
  }

  @Test
  void aFieldIsReplacedAndNothingAroundIt() {
    assertThat(pattern.with('i', -2, 0x8000_0003)).isEqualTo(0x8000_fe03);
  }

  @Test
  void aDrawingOfAnotherLengthIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BitPattern("01"));
  }

  @Test
  void aFieldWithAGapIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BitPattern("a0a0 0000 0000 0000 0000 0000 0000 0000"));
  }

  @Test
  void aFieldThatIsNotThereIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> pattern.field('x', 0));
  }
}
