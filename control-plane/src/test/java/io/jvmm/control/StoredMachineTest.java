package io.jvmm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.control.ControlSocket;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredMachineTest {
  private StoredMachine machine = new StoredMachine(new MachineHome("a", Path.of("/nonexistent")));

  @BeforeEach
  void createdMachine(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.json"), "{}");
    machine = new MachineStore(directory.resolve("vms")).create("a", file, directory);
  }

  @ParameterizedTest
  @CsvSource({"0, STOPPED", "2, STOPPED", "3, CRASHED", "4, FAILED", "5, STOPPED"})
  void theExitStatusSaysWhatBecameOfIt(int status, Condition condition) {
    assertThat(machine.record(() -> status, ExitStatus.JVMM)).isEqualTo(status);

    assertThat(machine.condition()).isEqualTo(condition);
  }

  @Test
  void bhyvesNumberForAGuestThatPoweredOffIsNoFailure() {
    assertThat(machine.record(() -> 1, ExitStatus.BHYVE)).isEqualTo(1);

    assertThat(machine.condition()).isEqualTo(Condition.STOPPED);
  }

  @Test
  void aMachineThatCouldNotBeRunHasFailed() {
    assertThatThrownBy(
            () ->
                machine.record(
                    () -> {
                      throw new HostException("no KVM");
                    },
                    ExitStatus.JVMM))
        .hasMessage("no KVM");

    assertThat(machine.condition()).isEqualTo(Condition.FAILED);
  }

  @Test
  void whoseProcessWasKilledIsLostAndNeverRunning() {
    machine.record(
        () -> {
          LastRun begun = machine.lastRun().orElseThrow();
          assertThat(begun.ended()).isEmpty();
          assertThat(machine.condition()).isEqualTo(Condition.LOST); // nobody holds its lock
          return 0;
        },
        ExitStatus.JVMM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "{\"started\": 1}", "{\"started\": \"soon\"}"})
  void aRecordThatMakesNoSenseIsAsIfItNeverRan(String text) throws IOException {
    Files.writeString(machine.home().lastRun(), text);

    assertThat(machine.condition()).isEqualTo(Condition.CREATED);
  }

  @Test
  void whileItRunsItSaysItselfWhatItIsDoing() {
    try (RunLock _ = machine.home().lock();
        ControlSocket _ = ControlSocket.open(machine.home().controlSocket(), "a", _ -> "paused")) {
      assertThat(machine.condition()).isEqualTo(Condition.PAUSED);
    }
  }

  @Test
  void untilItAnswersItIsStarting() {
    try (RunLock _ = machine.home().lock()) {
      assertThat(machine.condition()).isEqualTo(Condition.STARTING);
      assertThat(machine.process()).hasValue(ProcessHandle.current().pid());
    }
  }
}
