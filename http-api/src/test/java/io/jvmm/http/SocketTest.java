package io.jvmm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.http.Listening.AtSocket;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTest {
  @TempDir private Path directory;
  private TestSite site;

  @BeforeEach
  void open() throws IOException {
    site = new TestSite(directory);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theSocketIsItsOwnersAndNothingElseIsLeftBesideIt() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(site.socket())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> "" + file.getFileName()))
          .containsExactlyInAnyOrder("api.sock", "guest.Image");
    }
  }

  @Test
  void aDirectoryThatIsMadeForItIsItsOwners() throws IOException {
    Path socket = directory.resolve("new/api.sock");
    try (ApiServer _ = ApiServer.start(site.service(), new AtSocket(socket))) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("new"))))
          .isEqualTo("rwx------");
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aDeadServersSocketIsReplaced() throws IOException {
    Path socket = directory.resolve("dead.sock");
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(socket)).close();

    try (ApiServer _ = ApiServer.start(site.service(), new AtSocket(socket))) {
      assertThat(new TestClient(socket).get("/v1/version").status()).isEqualTo(200);
    }
  }

  @Test
  void aLiveServersIsNot() throws IOException {
    assertThatThrownBy(() -> ApiServer.start(site.service(), new AtSocket(site.socket())))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("a running program listens at");
    assertThat(site.client().get("/v1/version").status()).isEqualTo(200);
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");

    assertThatThrownBy(() -> ApiServer.start(site.service(), new AtSocket(file)))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("no socket");
    assertThat(file).hasContent("mine");
  }

  @Test
  void theUsersSocketIsWhereSuchThingsAre() {
    Path machines = Path.of("/home/u/.local/state/jvmm/vms");

    assertThat(Listening.ofEnvironment(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), machines).path())
        .hasToString("/run/user/7/jvmm/api.sock");
    assertThat(Listening.ofEnvironment(Map.of(), machines).path())
        .hasToString("/home/u/.local/state/jvmm/api.sock");
  }
}
