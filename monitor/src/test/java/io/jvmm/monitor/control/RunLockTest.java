package io.jvmm.monitor.control;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("vms/m/lock");
  }

  @Test
  void whoComesSecondIsToldWhoWasFirst() {
    try (RunLock _ = RunLock.take(file(), "m")) {
      assertThatThrownBy(() -> RunLock.take(file(), "m"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("machine 'm' is running already")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void whoStartsItSecondIsToldWhoDoesAlready() {
    try (RunLock _ = RunLock.takeToStart(file(), "m")) {
      assertThatThrownBy(() -> RunLock.takeToStart(file(), "m"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("machine 'm' is being started already")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void itCanBeTakenAgainOnceItIsReleased() {
    RunLock.take(file(), "m").close();

    assertThatCode(() -> RunLock.take(file(), "m").close()).doesNotThrowAnyException();
  }

  @Test
  void whatADeadProcessLeftIsNoLock() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "12345678901234567890123456789 nonsense");

    assertThatCode(() -> RunLock.take(file(), "m").close()).doesNotThrowAnyException();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsTheHostsMatter() throws IOException {
    Files.writeString(directory.resolve("vms"), "a file in the way");

    assertThatThrownBy(() -> RunLock.take(file(), "m"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("cannot keep machine 'm' from being run twice")
        .hasMessageContaining(directory.resolve("vms").toString())
        .hasMessageNotContaining("Exception");
  }
}
