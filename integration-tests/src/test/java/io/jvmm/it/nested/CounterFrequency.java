package io.jvmm.it.nested;

import io.jvmm.it.guest.A64;

/** How often the counter of the timers counts in a second, as the host's firmware has it. */
final class CounterFrequency {
  /** In Hz: CNTFRQ_EL0 (Arm ARM DDI 0487, Generic Timer registers). */
  static final int HERTZ = read();

  private CounterFrequency() {}

  private static int read() {
    A64 program = BareVm.report(new A64().readSystem(0, 3, 3, 14, 0, 0), 0);
    try (BareVm vm = new BareVm(program)) {
      return Math.toIntExact(BareVm.report(vm.vcpu()));
    }
  }
}
