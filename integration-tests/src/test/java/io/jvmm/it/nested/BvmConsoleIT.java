package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vmm.spec.ConsoleSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of one register, with bare-metal guests. */
class BvmConsoleIT {
  private static final long CONSOLE = GuestLayout.BVMCONS.start().value();

  @TempDir private Path directory;

  @Test
  void aGuestThatFindsTheSignaturePrints() {
    A64 printSignature =
        new A64()
            .mov(1, CONSOLE)
            .load(2, 2, 1)
            .store(4, 2, 1) // its low byte: v
            .powerOff();

    assertThat(TestMachine.running(printSignature, directory).run().output()).isEqualTo("v");
  }

  @Test
  void whatTheUserTypesReachesAGuestThatPolls() {
    A64 echoUntilControlD =
        new A64()
            .mov(1, CONSOLE)
            .mov(3, 0xffff_ffffL)
            .label("wait")
            .load(4, 2, 1)
            .subtractRegister(5, 2, 3)
            .branchIfZero(5, "wait")
            .subtract(5, 2, 4)
            .branchIfZero(5, "end")
            .store(4, 2, 1)
            .branch("wait")
            .label("end")
            .powerOff();

    assertThat(
            TestMachine.running(echoUntilControlD, directory)
                .input(ConsoleSpec.Input.BVMCONS, "typed")
                .run()
                .output())
        .isEqualTo("typed");
  }
}
