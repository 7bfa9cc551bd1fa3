package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests that say that they have panicked. They are bare-metal ones: Debian's kernels are built
 * without the driver.
 */
class PanicIT {
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long PVPANIC = GuestLayout.PVPANIC.start().value();

  @TempDir private Path directory;

  @Test
  void aGuestThatPanicsEndsTheMachineBeforeItsNextInstruction() {
    A64 program =
        new A64().mov(1, PVPANIC).mov(2, 1).store(1, 2, 1).print("not reached", UART).powerOff();

    Outcome outcome = TestMachine.running(program, directory).cpus(2).run();

    assertThat(outcome.reason()).isEqualTo(new StopReason(Kind.CRASHED, "the guest panicked"));
    assertThat(outcome.output()).isEmpty();
  }

  @Test
  void aGuestThatWritesItsCrashDumpGoesOn() {
    A64 program =
        new A64().mov(1, PVPANIC).mov(2, 2).store(1, 2, 1).print("dumped", UART).powerOff();

    Outcome outcome = TestMachine.running(program, directory).run();

    assertThat(outcome.reason()).isEqualTo(StopReason.of(Kind.POWERED_OFF));
    assertThat(outcome.output()).isEqualTo("dumped");
  }
}
