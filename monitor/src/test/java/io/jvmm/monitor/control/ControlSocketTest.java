package io.jvmm.monitor.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.control.ControlRequest.BeginRecording;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.ReadRecording;
import io.jvmm.monitor.control.ControlRequest.ResizeDisk;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControlSocketTest {
  private static final ControlRequest REQUEST = new ResizeDisk(1, 3L << 40);

  @TempDir private Path directory;

  private final BlockingQueue<ControlRequest> asked = new LinkedBlockingQueue<>();
  private Path path = Path.of("");
  private ControlClient client = new ControlClient("", path);

  @BeforeEach
  void place() {
    path = directory.resolve("control.sock");
    client = new ControlClient("m", path);
  }

  private ControlSocket answering(ControlHandler handler) {
    return ControlSocket.open(path, "m", handler);
  }

  private String done(ControlRequest request) {
    asked.add(request);
    return "done";
  }

  @Test
  void aRequestIsHandledAndItsReplyComesBack() {
    try (ControlSocket _ = answering(this::done)) {
      assertThat(client.ask(REQUEST)).isEqualTo("done");
      assertThat(asked).containsExactly(REQUEST);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void everyRequestArrivesAsItIs(ControlRequest request) {
    try (ControlSocket _ = answering(this::done)) {
      client.ask(request);
      assertThat(asked).containsExactly(request);
    }
  }

  private static Stream<ControlRequest> requests() {
    Stream<ControlRequest> orders = Stream.of(Verb.values()).map(Order::new);
    return Stream.concat(
        orders, Stream.of(REQUEST, new BeginRecording(3600), new ReadRecording(5L << 30)));
  }

  @Test
  void allProblemsComeBack() {
    ControlHandler refusing =
        _ -> {
          throw new ConfigurationException(List.of("one", "two"));
        };
    try (ControlSocket _ = answering(refusing)) {
      assertThatThrownBy(() -> client.ask(REQUEST))
          .isInstanceOfSatisfying(
              ConfigurationException.class,
              e -> assertThat(e.problems()).containsExactly("one", "two"));
    }
  }

  @Test
  void aFailureOfTheHostsComesBackAsAProblem() {
    ControlHandler failing =
        _ -> {
          throw new HostException("the disk is full");
        };
    try (ControlSocket _ = answering(failing)) {
      assertThatThrownBy(() -> client.ask(REQUEST)).hasMessageContaining("the disk is full");
    }
  }

  @Test
  void whoSaysNothingKeepsNobodyElseWaiting() throws IOException {
    try (ControlSocket _ = answering(this::done);
        SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(client.ask(REQUEST)).isEqualTo("done");
    }
  }

  @Test
  void whatIsNoRequestIsRefused() throws IOException {
    try (ControlSocket _ = answering(this::done)) {
      for (String line :
          List.of(
              "",
              "resize",
              "{}",
              "[1]",
              "{\"resizeDisk\": {\"disk\": 0}}",
              "{\"resizeDisk\": {\"disk\": 0, \"bytes\": \"1\"}}",
              "{\"resizeDisk\": {\"disk\": 0, \"bytes\": 1.5}}",
              "{\"resizeDisk\": {\"disk\": 0, \"bytes\": 9223372036854775808}}",
              "{\"resizeDisk\": {\"disk\": 4294967296, \"bytes\": 1}}",
              "{\"resizeDisk\": {\"disk\": 0, \"bytes\": 1}, \"more\": 1}")) {
        assertThat(raw(line + "\n")).as(line).contains("problems");
      }
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void aLineWithoutEndIsGivenUp() throws IOException {
    try (ControlSocket _ = answering(this::done)) {
      assertThat(raw("x".repeat(ControlLine.REQUEST_LIMIT + 1))).isEmpty();
    }
  }

  @Test
  void aReplyMayBeLongerThanARequest() {
    String report = "x".repeat(ControlLine.REQUEST_LIMIT * 3);
    try (ControlSocket _ = answering(_ -> report)) {
      assertThat(client.ask(REQUEST)).isEqualTo(report);
    }
  }

  /** What comes back for a text; what is sent after the other side has hung up is lost. */
  private String raw(String text) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      ByteBuffer reply = ByteBuffer.allocate(4096);
      while (channel.read(reply) >= 0) {
        // until the other side hangs up
      }
      return new String(reply.array(), 0, reply.position(), UTF_8);
    }
  }

  @Test
  void onlyItsOwnerMayUseIt() throws IOException {
    try (ControlSocket _ = answering(this::done)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itGoesWithTheMachine() {
    answering(this::done).close();

    assertThat(path).doesNotExist();
    assertThatThrownBy(() -> client.ask(REQUEST))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("machine 'm' is not running");
  }

  @Test
  void aDeadMachinesSocketTellsThatItIsNotRunningAndIsReplaced() throws IOException {
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(path)).close();
    assertThatThrownBy(() -> client.ask(REQUEST)).hasMessageContaining("is not running");

    try (ControlSocket _ = answering(this::done)) {
      assertThat(client.ask(REQUEST)).isEqualTo("done");
    }
  }

  @Test
  void aMachineThatHangsUpWithoutAnAnswerIsSaidToBeStartingOrStopping() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Thread hangingUp = Thread.ofPlatform().start(() -> hangUp(server));

      assertThatThrownBy(() -> client.ask(REQUEST))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("gave no answer");
      hangingUp.join();
    } finally {
      Files.delete(path);
    }
  }

  private static void hangUp(ServerSocketChannel server) {
    try (SocketChannel connection = server.accept()) {
      ControlLine.read(connection, ControlLine.REQUEST_LIMIT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPathThatNoSocketCanHaveIsRefused() {
    path = directory.resolve("long".repeat(30));

    assertThatThrownBy(() -> answering(this::done))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("cannot listen for requests at");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(directory).isEmptyDirectory();
  }
}
