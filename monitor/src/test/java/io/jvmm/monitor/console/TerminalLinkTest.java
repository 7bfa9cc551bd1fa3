package io.jvmm.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.linux.PseudoTerminal;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalLinkTest {
  private static final long TICKS_MILLIS = 50; // a file system's clock has made some

  private final PseudoTerminal terminal = PseudoTerminal.open();
  private final Path path;

  TerminalLinkTest(@TempDir Path directory) {
    path = directory.resolve("console");
  }

  @AfterEach
  void close() {
    terminal.close();
  }

  @Test
  void theLinkLeadsToTheDeviceAndGoesInTheEnd() throws IOException {
    try (TerminalLink _ = TerminalLink.make(path, terminal.path())) {
      assertThat(Files.readSymbolicLink(path)).isEqualTo(terminal.path());
    }

    assertThat(Files.isSymbolicLink(path)).isFalse();
  }

  @Test
  void theLinkOfARunningProgramIsLeftAlone() throws IOException {
    try (TerminalLink _ = TerminalLink.make(path, terminal.path())) {
      assertThat(TerminalLink.problem(path).orElseThrow())
          .isEqualTo(
              "a running program's pseudoterminal is at '%s': stop it, or change the path"
                  .formatted(path));
      assertThatThrownBy(() -> TerminalLink.make(path, terminal.path()))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("a running program's");
      assertThat(path).isSymbolicLink();
    }
  }

  @Test
  void theLinkOfADeadProgramIsReplaced() throws IOException {
    Files.createSymbolicLink(path, Path.of("/dev/pts/999999"));
    assertThat(TerminalLink.problem(path)).isEmpty();

    TerminalLink.make(path, terminal.path());

    assertThat(Files.readSymbolicLink(path)).isEqualTo(terminal.path());
  }

  @Test
  void theLinkOfADeadProgramIsReplacedAlsoWhereItsNumberIsSomebodyElses() throws Exception {
    Files.createSymbolicLink(path, terminal.path());
    Thread.sleep(TICKS_MILLIS);
    makeYounger(terminal.path());

    assertThat(TerminalLink.problem(path)).isEmpty();
  }

  /** As if it had been made just now. */
  private static void makeYounger(Path device) throws IOException {
    Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFileThatIsNoLinkIsLeftAlone() throws IOException {
    Files.writeString(path, "precious");

    assertThat(TerminalLink.problem(path).orElseThrow())
        .isEqualTo(
            "there is a file '%s' that is no link to a pseudoterminal: remove it, or change the path"
                .formatted(path));
    assertThatThrownBy(() -> TerminalLink.make(path, terminal.path()))
        .isInstanceOf(HostException.class);
    assertThat(path).hasContent("precious");
  }

  @Test
  void aLinkToSomethingElseIsLeftAlone() throws IOException {
    Files.createSymbolicLink(path, Path.of("/nowhere/pts/1"));

    assertThat(TerminalLink.problem(path).orElseThrow()).contains("no link to a pseudoterminal");
  }

  @Test
  void aPathThatIsAnothersByNowIsLeftToIt() throws IOException {
    TerminalLink link = TerminalLink.make(path, terminal.path());
    Files.delete(path);
    Files.createSymbolicLink(path, Path.of("/dev/pts/999999"));

    link.close();

    assertThat(path).isSymbolicLink();
  }
}
