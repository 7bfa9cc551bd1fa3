package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.mmio.pvpanic.PvpanicEvent;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.StopSignal;
import org.junit.jupiter.api.Test;

class PanicPolicyTest {
  private final StopSignal stop = new StopSignal();
  private final PanicPolicy policy = new PanicPolicy(stop);

  @Test
  void aPanicIsACrash() {
    policy.accept(PvpanicEvent.PANICKED);

    assertThat(stop.reason()).contains(new StopReason(Kind.CRASHED, "the guest panicked"));
  }

  @Test
  void aGuestThatWritesItsCrashDumpGoesOn() {
    policy.accept(PvpanicEvent.CRASH_LOADED);

    assertThat(stop.reason()).isEmpty();
  }

  @Test
  void aShutDownGuestHasPoweredOff() {
    policy.accept(PvpanicEvent.SHUTDOWN);

    assertThat(stop.reason()).contains(StopReason.of(Kind.POWERED_OFF));
  }
}
