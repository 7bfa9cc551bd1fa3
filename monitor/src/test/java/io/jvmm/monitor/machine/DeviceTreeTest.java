package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceTreeTest {
  @Test
  void theGuestReadsTheFrequencyOfItsTimersFromTheRegister() {
    assertThat(DeviceTree.timer(Optional.empty()).properties())
        .containsKey("interrupts")
        .doesNotContainKey("clock-frequency");
  }

  @Test
  void theGuestIsToldOfAnotherFrequencyWhereTheSpecificationWantsIt() {
    byte[] told = DeviceTree.timer(Optional.of(250_000_000)).properties().get("clock-frequency");

    assertThat(ByteBuffer.wrap(told).getInt()).isEqualTo(250_000_000);
  }
}
