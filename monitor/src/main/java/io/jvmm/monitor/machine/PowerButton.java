package io.jvmm.monitor.machine;

import io.jvmm.mmio.AlarmClock;
import io.jvmm.mmio.pl061.Pl061;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.time.Duration;

/**
 * The machine's power button, on the line of the PL061 where QEMU's {@code virt} board has it.
 *
 * @param gpio the PL061
 * @param clock what lets go of the button
 */
record PowerButton(Pl061 gpio, AlarmClock clock) {
  /** The line that it is on. */
  static final int LINE = 3;

  private static final int ACTIVE_HIGH = 0;
  private static final int KEY_POWER = 116; // Linux, include/uapi/linux/input-event-codes.h

  /** Long enough for a driver that looks at the line again when contacts have stopped bouncing. */
  private static final Duration PRESS = Duration.ofMillis(100);

  /**
   * Its node (Linux, Documentation/devicetree/bindings/input/gpio-keys.yaml).
   *
   * @param gpio the PL061's phandle
   */
  static DeviceTreeNode describe(int gpio) {
    return DeviceTreeNode.named("gpio-keys")
        .strings("compatible", "gpio-keys")
        .child(
            DeviceTreeNode.named("power-button")
                .strings("label", "GPIO Key Poweroff")
                .cells("linux,code", KEY_POWER)
                .cells("gpios", gpio, LINE, ACTIVE_HIGH)
                .build())
        .build();
  }

  /** Presses it and soon lets go. */
  void press() {
    gpio.drive(LINE, true);
    clock.after(PRESS, () -> gpio.drive(LINE, false));
  }
}
