package io.jvmm.vmm.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AddressRangeTest {
  private static final AddressRange RAM = AddressRange.of(0x4000_0000, 0x1000);

  @Test
  void anEmptyRangeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.of(0, 0));
  }

  @Test
  void aRangeThatLeavesTheAddressSpaceIsRefused() {
    long last = (1L << GuestAddress.MAX_BITS) - 1;

    assertThat(AddressRange.of(last, 1).endExclusive()).isEqualTo(1L << GuestAddress.MAX_BITS);
    assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.of(last, 2));
  }

  @Test
  void itsEndIsNotInside() {
    assertThat(RAM.contains(0x4000_0fff)).isTrue();
    assertThat(RAM.contains(0x4000_1000)).isFalse();
    assertThat(RAM.contains(0x3fff_ffff)).isFalse();
  }

  @Test
  void aLengthThatWouldWrapIsNotInside() {
    assertThat(RAM.contains(0x4000_0800, -1)).isFalse();
    assertThat(RAM.contains(0x4000_0800, 0x801)).isFalse();
    assertThat(RAM.contains(0x4000_0800, 0x800)).isTrue();
  }

  @Test
  void anAddressWithTheTopBitSetIsNotInside() {
    assertThat(RAM.contains(-1)).isFalse();
    assertThat(RAM.contains(-1, 1)).isFalse();
  }

  @Test
  void neighboursDoNotOverlap() {
    assertThat(RAM.overlaps(AddressRange.of(0x4000_1000, 1))).isFalse();
    assertThat(RAM.overlaps(AddressRange.of(0x4000_0fff, 1))).isTrue();
  }
}
