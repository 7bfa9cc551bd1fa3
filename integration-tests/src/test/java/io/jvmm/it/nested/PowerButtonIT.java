package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.monitor.machine.MachineRunner;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power button, and guests that listen to it. */
class PowerButtonIT {
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long GPIO = GuestLayout.PL061.start().value();
  private static final long LINE_3 = 1 << 3;
  private static final long LINE_3_DATA = GPIO + (LINE_3 << 2);

  @TempDir private Path directory;

  @Test
  void aPressIsAnEdgeAndThenALevelThatGoesAway() {
    A64 program =
        new A64()
            .mov(3, LINE_3)
            .mov(1, GPIO + 0x40c) // GPIOIEV: rising
            .store(1, 3, 1)
            .print("ready\n", UART)
            .mov(1, GPIO + 0x414) // GPIORIS
            .label("edge")
            .load(1, 2, 1)
            .branchIfZero(2, "edge")
            .print("pressed\n", UART)
            .mov(1, LINE_3_DATA)
            .label("level")
            .load(1, 2, 1)
            .branchIfNotZero(2, "level")
            .print("released\n", UART)
            .powerOff();

    Outcome outcome =
        TestMachine.running(program, directory)
            .whenPrinted("ready\n", MachineRunner::pressPowerButton)
            .run();

    assertThat(outcome.output()).isEqualTo("ready\npressed\nreleased\n");
    assertThat(outcome.reason()).isEqualTo(StopReason.of(Kind.POWERED_OFF));
  }

  @Test
  void linuxShutsDownInGoodOrder() throws Exception {
    String commands =
        """
        mkdir -p /etc/acpi/PWRF; cd /etc/acpi/PWRF
        printf '%s\\n' '#!/bin/sh' 'echo shutting do''wn >/dev/hvc0; poweroff -f' >00000080
        chmod +x 00000080; (acpid -d &); sleep 1; echo list''ening; sleep 1000
        """;

    Outcome outcome =
        TestMachine.example("hello-generic")
            .input(commands)
            .whenPrinted("listening", MachineRunner::pressPowerButton)
            .run();

    assertThat(outcome.output()).contains("shutting down");
    assertThat(outcome.reason()).isEqualTo(StopReason.of(Kind.POWERED_OFF));
  }
}
