package io.jvmm.vgic.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vgic.v3.ListRegister.State;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListRegisterTest {
  @Test
  void aPendingVirtualInterruptIsEncodedAsTheArchitectureSays() {
    ListRegister pending =
        new ListRegister(State.PENDING, true, 0xa0, 42, OptionalInt.empty(), true);

    assertThat(pending.encode()).isEqualTo(0x50a0_0200_0000_002aL);
  }

  @Test
  void anActiveHardwareInterruptIsDecoded() {
    ListRegister active = ListRegister.decode(0xb0f8_001b_0000_001bL);

    assertThat(active)
        .isEqualTo(new ListRegister(State.ACTIVE, true, 0xf8, 27, OptionalInt.of(27), false));
  }

  @Test
  void whatIsDecodedIsEncodedTheSameButForReservedBits() {
    Random random = new Random(69);
    for (int i = 0; i < 10_000; i++) {
      ListRegister once = ListRegister.decode(random.nextLong());

      assertThat(ListRegister.decode(once.encode())).isEqualTo(once);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    OptionalInt none = OptionalInt.empty();
    OptionalInt wide = OptionalInt.of(0x2000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListRegister(State.PENDING, true, 256, 0, none, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListRegister(State.PENDING, true, 0, 0, wide, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListRegister(State.PENDING, true, 0, 0, OptionalInt.of(1), true));
  }
}
