package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.console.PortBackend.Unread;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.PortConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketBackendTest {
  private final List<Boolean> presence = new CopyOnWriteArrayList<>();
  private final Path path;
  private PortConnection connection;
  private Optional<PortBackend> opened = Optional.empty();

  SocketBackendTest(@TempDir Path directory) {
    path = directory.resolve("agent.sock");
    connection = new PortConnection.UnixSocket(path);
  }

  @AfterEach
  void close() {
    opened.ifPresent(PortBackend::close);
  }

  @Test
  void theSocketIsItsOwnersOnlyAndGoesInTheEnd() throws IOException {
    open(Unread.WAITS);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");

    backend().close();

    assertThat(path).doesNotExist();
  }

  @Test
  void bytesGoBothWays() throws IOException {
    open(Unread.WAITS);
    try (SocketChannel client = client()) {
      client.write(bytes("ping"));
      assertThat(read()).isEqualTo("ping");

      backend().write(bytes("pong"));

      assertThat(receive(client, 4)).isEqualTo("pong");
    }
  }

  @Test
  void aClientThatGoesAwayIsToldAndTheNextIsServed() throws IOException {
    open(Unread.WAITS);
    SocketChannel first = client();
    try (SocketChannel second = client()) {
      first.write(bytes("one"));
      second.write(bytes("two"));
      assertThat(read()).isEqualTo("one");
      first.close();

      assertThat(read()).isEqualTo("two");
    }

    assertThat(presence).containsExactly(true, false, true);
  }

  @Test
  void outputWaitsForSomebodyToTakeIt() throws Exception {
    open(Unread.WAITS);
    Thread writer = Thread.ofPlatform().daemon().start(this::writeHello);
    Thread reader = Thread.ofPlatform().daemon().start(this::read);

    try (SocketChannel client = client()) {
      assertThat(receive(client, 5)).isEqualTo("hello");
    }

    writer.join();
    backend().close();
    reader.join();
  }

  @Test
  void aTerminalsOutputDoesNotWaitAndItsLatestIsKept() throws Exception {
    open(Unread.KEEPS_LATEST);
    backend().write(bytes("x".repeat(Backlog.CAPACITY)));
    backend().write(bytes("login: "));
    Thread reader = Thread.ofPlatform().daemon().start(this::read);

    try (SocketChannel client = client()) {
      assertThat(receive(client, Backlog.CAPACITY)).startsWith("xxx").endsWith("xlogin: ");
    }

    backend().close();
    reader.join();
  }

  @Test
  void aWriterThatWaitsForSomebodyEndsWithTheSocket() throws Exception {
    open(Unread.WAITS);
    Thread writer = Thread.ofPlatform().daemon().start(this::writeHello);

    backend().endListening();

    writer.join();
  }

  @Test
  void aReaderThatWaitsForSomebodyEndsWithTheSocket() throws Exception {
    open(Unread.WAITS);
    Thread reader = Thread.ofPlatform().daemon().start(this::read);

    backend().close();

    reader.join();
    assertThat(presence).isEmpty();
  }

  @Test
  void theSocketOfADeadProgramIsTakenOver() throws IOException {
    abandonSocket();
    assertThat(PortBackend.problem(connection)).isEmpty();

    open(Unread.WAITS);

    try (SocketChannel client = client()) {
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void theSocketOfARunningProgramIsLeftAlone() {
    open(Unread.WAITS);

    assertThat(PortBackend.problem(connection).orElseThrow())
        .isEqualTo(
            "a running program listens at '%s': stop it, or change the path".formatted(path));
    assertThatThrownBy(() -> PortBackend.open(connection, Unread.WAITS))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("a running program listens");
    assertThat(path).exists();
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Files.writeString(path, "precious");

    assertThat(PortBackend.problem(connection).orElseThrow()).contains("is no socket");
    assertThatThrownBy(() -> PortBackend.open(connection, Unread.WAITS))
        .isInstanceOf(HostException.class);
    assertThat(path).hasContent("precious");
  }

  @Test
  void aPathThatIsAnothersByNowIsLeftToIt() throws IOException {
    open(Unread.WAITS);
    Files.delete(path);
    Files.writeString(path, "another's");

    backend().close();

    assertThat(path).hasContent("another's");
  }

  @Test
  void aPortOfTheLoopbackServesToo() throws IOException {
    int port = freePort();
    connection = PortConnection.parse("tcp:127.0.0.1:" + port);
    open(Unread.WAITS);
    assertThat(PortBackend.problem(connection).orElseThrow())
        .contains("cannot listen at 127.0.0.1:" + port, "choose another port");
    try (SocketChannel client =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      client.write(bytes("ping"));

      assertThat(read()).isEqualTo("ping");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private void open(Unread unread) {
    opened = Optional.of(PortBackend.open(connection, unread));
    backend().watch(presence::add);
  }

  private PortBackend backend() {
    return opened.orElseThrow();
  }

  private SocketChannel client() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private void abandonSocket() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
  }

  private void writeHello() {
    try {
      backend().write(bytes("hello"));
    } catch (IOException e) {
      assertThat(e).isInstanceOf(ClosedChannelException.class);
    }
  }

  private String read() {
    ByteBuffer buffer = ByteBuffer.allocate(64);
    try {
      backend().read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return US_ASCII.decode(buffer.flip()).toString();
  }

  private static String receive(SocketChannel client, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      assertThat(client.read(buffer)).isPositive();
    }
    return US_ASCII.decode(buffer.flip()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
