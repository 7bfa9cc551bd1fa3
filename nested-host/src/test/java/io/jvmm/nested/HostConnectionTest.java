package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostConnectionTest {
  @TempDir private Path parent;
  private HostDirectory directory;

  @BeforeEach
  void aHostsDirectory() {
    directory = HostDirectory.replace(parent.resolve("host"));
  }

  @Test
  void theStatusIsTheCommands() {
    assertThat(connection("exit 7").run(RemoteCommand.of("true"))).isEqualTo(7);
  }

  @Test
  void aStatusOf255FromALivingHostIsTheCommands() {
    assertThat(connection("exit 255").run(RemoteCommand.of("true"))).isEqualTo(255);
  }

  @Test
  void aHostThatDiedUnderACommandIsReported() {
    directory.write("console.log", "Kernel panic".getBytes(StandardCharsets.UTF_8));
    directory.write("exited", "1".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> connection("exit 255").run(RemoteCommand.of("true")))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("Kernel panic");
  }

  @Test
  void aHostThatWasClosedUnderACommandIsReported() {
    directory.remove();

    assertThatThrownBy(() -> connection("exit 255").run(RemoteCommand.of("true")))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("died");
  }

  @Test
  void aProcessHasStreamsOfItsOwn() throws IOException {
    Process process = connection("cat").process(RemoteCommand.of("cat")).start();
    process.outputWriter().append("text").close();

    assertThat(process.inputReader().readAllAsString()).isEqualTo("text");
  }

  @Test
  void onlyThisHostWithItsKeyIsReached() {
    SshClient.HostKeys keys = SshClient.configure(directory, 2222);

    assertThat(directory.read("known_hosts")).startsWith("[127.0.0.1]:2222 ssh-ed25519 ");
    assertThat(directory.read("ssh_config"))
        .contains("StrictHostKeyChecking yes", "Port 2222", "EscapeChar none");
    assertThat(new String(keys.authorizedKeys(), StandardCharsets.UTF_8)).startsWith("ssh-ed25519");
  }

  @Test
  void keysAreForTheUsersEyesOnly() throws IOException {
    SshClient.configure(directory, 2222);

    assertThat(permissions(directory.path().resolve("id"))).isEqualTo("rw-------");
    assertThat(permissions(directory.path())).isEqualTo("rwx------");
  }

  @Test
  void aTerminalIsAskedForOnlyWhereThereIsOne() {
    SshClient ssh = new SshClient(List.of("ssh"), Path.of("/r/ssh_config"), List.of());

    assertThat(ssh.words(RemoteCommand.of("id"), true)).contains("-tt").doesNotContain("-T");
    assertThat(ssh.words(RemoteCommand.of("id"), false)).contains("-T").doesNotContain("-tt");
  }

  @Test
  void aSocketLeadsToOneOfTheHosts() {
    SshClient ssh = new SshClient(List.of("ssh"), Path.of("/r/ssh_config"), List.of());
    SocketForward forward = new SocketForward(Path.of("/vms/a.sock"), Path.of("/root/a.sock"));

    assertThat(ssh.with(List.of(forward)).words(RemoteCommand.of("id"), false))
        .containsSubsequence("-L", "/vms/a.sock:/root/a.sock", "nested");
  }

  @Test
  void aSocketIsPossibleWhereItsPathIsShortAndHasNoColon() {
    Path there = Path.of("/root/a.sock");

    assertThat(new SocketForward(parent.resolve("a.sock"), there).isPossible()).isTrue();
    assertThat(new SocketForward(parent.resolve("a:b.sock"), there).isPossible()).isFalse();
    assertThat(new SocketForward(parent.resolve("a".repeat(108)), there).isPossible()).isFalse();
    assertThat(new SocketForward(parent.resolve("no/such.sock"), there).isPossible()).isFalse();
  }

  @Test
  void theRuntimeDirectoryIsPreferredToTheCache() {
    assertThat(HostDirectory.parent(Path.of("/c"), Map.of("XDG_RUNTIME_DIR", "" + parent)))
        .isEqualTo(parent.resolve("jvmm"));
    assertThat(HostDirectory.parent(Path.of("/c"), Map.of("XDG_RUNTIME_DIR", "/no/such")))
        .isEqualTo(Path.of("/c/run"));
  }

  /** With a script in the place of ssh. */
  private HostConnection connection(String script) {
    SshClient ssh =
        new SshClient(List.of("sh", "-c", script), directory.sshConfiguration(), List.of());
    return new HostConnection(ssh, directory);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
