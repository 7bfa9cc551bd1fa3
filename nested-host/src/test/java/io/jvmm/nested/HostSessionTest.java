package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostSessionTest {
  @Test
  void itsCommandSeesTheDirectoriesAndNothingElse() {
    HostSession session =
        new HostSession(
            "hello.1",
            List.of(
                SharedDirectory.readWrite(Path.of("/home/u/vm")),
                SharedDirectory.readOnly(Path.of("/home/u"))),
            RemoteCommand.of("jvmm", "run"));

    assertThat(session.remote().words())
        .containsExactly(
            "unshare",
            "--mount",
            "/etc/session",
            "hello.1",
            "ro:/home/u",
            "rw:/home/u/vm",
            "--",
            "sh",
            "-c",
            "cd '/' && exec env 'jvmm' 'run'");
  }

  @Test
  void aDirectoryToBeReadAndWrittenCanBeWritten() {
    Path path = Path.of("/home/u");
    HostSession session =
        new HostSession(
            "hello",
            List.of(
                SharedDirectory.readWrite(path),
                SharedDirectory.readOnly(path),
                SharedDirectory.readWrite(path)),
            RemoteCommand.of("jvmm"));

    assertThat(session.remote().words()).containsSubsequence("ro:/home/u", "rw:/home/u", "--");
  }

  @Test
  void aNameIsNoPath() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostSession("../a", List.of(), RemoteCommand.of("id")));
  }
}
