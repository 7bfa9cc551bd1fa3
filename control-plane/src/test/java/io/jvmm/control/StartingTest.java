package io.jvmm.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.control.ControlSocket;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell's few words stand for the process that would run the machine. */
class StartingTest {
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private StoredMachine machine = new StoredMachine(new MachineHome("a", Path.of("/nonexistent")));

  @BeforeEach
  void createdMachine(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.json"), "{}");
    machine = new MachineStore(directory.resolve("vms")).create("a", file, directory);
  }

  @Test
  void whatTheProcessSaysReachesTheUserAndTheLog() throws Exception {
    start("echo no such kernel >&2");

    assertThat(messages.toString(UTF_8)).isEqualTo("no such kernel\n");
    assertThat(machine.home().monitorLog()).hasContent("no such kernel\n");
  }

  @Test
  void whatTheGuestPrintsIsInTheConsoleLog() throws Exception {
    start("echo Hello from Linux");

    assertThat(machine.home().consoleLog()).hasContent("Hello from Linux\n");
  }

  @Test
  void aProcessThatEndsInAnErrorDidNotStartTheMachine() {
    assertThatThrownBy(() -> start("exit 4"))
        .isInstanceOf(HostException.class)
        .hasMessage("machine 'a' did not start");
  }

  @Test
  void aMachineThatRunsIsNotStartedAgain() {
    try (RunLock _ = machine.home().lock();
        ControlSocket _ = ControlSocket.open(machine.home().controlSocket(), "a", _ -> "running")) {
      assertThatThrownBy(() -> start("echo started >&2"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("machine 'a' is running already");
    }
    assertThat(messages.toString(UTF_8)).isEmpty();
  }

  @Test
  void aMachineThatAnotherProcessStartsIsNotStartedTwice() throws Exception {
    try (RunLock _ = RunLock.takeToStart(machine.home().startLockFile(), "a")) {
      assertThatThrownBy(() -> start("echo started >&2"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("machine 'a' is being started already");
    }
    start("echo started >&2");
    assertThat(messages.toString(UTF_8)).as("once that is over").isEqualTo("started\n");
  }

  @Test
  void aMachineThatRunsForSomebodyElseIsNoSuccess() throws Exception {
    Path patience = Files.createFile(machine.home().directory().resolve("patience"));
    String slower = "echo starting >&2; while [ -e '%s' ]; do :; done; exit 4".formatted(patience);
    OutputStream endingPatience = new DeletingStream(patience);
    DetachedProcess process = DetachedProcess.start(machine, List.of("sh", "-c", slower));

    try (RunLock _ = machine.home().lock();
        ControlSocket _ = ControlSocket.open(machine.home().controlSocket(), "a", _ -> "running")) {
      assertThatThrownBy(() -> process.awaitGuest(endingPatience))
          .hasMessage("machine 'a' did not start");
    }
  }

  /** Deletes a file when somebody is told something. */
  private static final class DeletingStream extends OutputStream {
    private final Path file;

    DeletingStream(Path file) {
      this.file = file;
    }

    @Override
    public void write(int octet) throws IOException {
      Files.deleteIfExists(file);
    }
  }

  private void start(String script) throws InterruptedException {
    new Starting(machine, List.of("sh", "-c", script)).untilGuestRuns(messages);
  }
}
