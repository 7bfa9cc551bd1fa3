package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.mmio.pl061.Pl061;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.testkit.RecordingIrq;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerButtonTest {
  private static final Access LINE_3 = new Access(1 << 3 << 2, 1);

  private final Pl061 gpio = new Pl061(new RecordingIrq());
  private final List<Runnable> later = new ArrayList<>();
  private final PowerButton button =
      new PowerButton(
          gpio,
          (_, action) -> {
            later.add(action);
            return () -> {};
          });

  @Test
  void aPressRaisesTheLineAndLowersItLater() {
    button.press();
    assertThat(gpio.read(LINE_3)).isEqualTo(8);

    later.getFirst().run();
    assertThat(gpio.read(LINE_3)).isZero();
  }
}
