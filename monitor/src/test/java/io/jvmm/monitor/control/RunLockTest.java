package io.jvmm.monitor.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
  void lookingAtALockOfOnesOwnDoesNotGiveItUp() throws Exception {
    try (RunLock _ = RunLock.take(file(), "m")) {
      assertThat(RunLock.holder(file())).hasValue(ProcessHandle.current().pid());
      assertThatThrownBy(() -> RunLock.take(file(), "m"))
          .hasMessageContaining("is running already");

      assertThat(locks()).as("locks of this process on it").isEqualTo(1);
    }
    assertThat(locks()).isZero();
  }

  /** How many there are, as the kernel has it (proc_locks(5)). */
  private long locks() throws IOException {
    String holder = " %d ".formatted(ProcessHandle.current().pid());
    String inode = ":%s ".formatted(Files.getAttribute(file(), "unix:ino"));
    try (Stream<String> lines = Files.lines(Path.of("/proc/locks"))) {
      return lines.filter(line -> line.contains(holder) && line.contains(inode)).count();
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
