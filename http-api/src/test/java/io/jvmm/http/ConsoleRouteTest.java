package io.jvmm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.http.WebSocketProbe.Message;
import io.jvmm.http.server.Limits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleRouteTest {
  private static final String PATH = "/v1/machines/a/console";

  @TempDir private Path directory;
  private TestSite site;
  private ServerSocketChannel console;

  @BeforeEach
  void aMachineWithAConsole() throws IOException {
    site =
        new TestSite(
            directory, new Limits(64, 1, 2, Duration.ofSeconds(20), Duration.ofSeconds(30)));
    Path socket = site.created("a").home().consoleSocket();
    console = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    console.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    console.close();
    site.close();
  }

  @Test
  void whatTheGuestPrintsComesAsBinaryMessages() throws IOException {
    try (WebSocketProbe user = new WebSocketProbe(site.client(), PATH);
        SocketChannel guest = console.accept()) {
      guest.write(UTF_8.encode("login: "));

      assertThat(user.handshake().status()).isEqualTo(101);
      assertThat(user.receive()).isEqualTo(new Message(WebSocketProbe.BINARY, "login: "));
    }
  }

  @Test
  void whatTheUserTypesGetsToTheGuest() throws IOException {
    try (WebSocketProbe user = new WebSocketProbe(site.client(), PATH);
        SocketChannel guest = console.accept()) {
      user.send(WebSocketProbe.BINARY, "ro");
      user.send(WebSocketProbe.BINARY, "ot\n");

      assertThat(Channels.newInputStream(guest).readNBytes(5)).asString().isEqualTo("root\n");
    }
  }

  @Test
  void aMachineThatStopsSaysGoodbye() throws IOException {
    try (WebSocketProbe user = new WebSocketProbe(site.client(), PATH)) {
      console.accept().close();

      Message last = user.receive();

      assertThat(last.opcode()).isEqualTo(WebSocketProbe.CLOSE);
      assertThat(last.text()).endsWith("the machine has stopped");
    }
  }

  @Test
  void aUserWhoLeavesFreesTheConsole() throws IOException {
    try (WebSocketProbe user = new WebSocketProbe(site.client(), PATH);
        SocketChannel guest = console.accept()) {
      user.leave();

      assertThat(guest.read(ByteBuffer.allocate(1))).isNegative();
    }
  }

  @Test
  void textIsNotTaken() throws IOException {
    try (WebSocketProbe user = new WebSocketProbe(site.client(), PATH);
        SocketChannel _ = console.accept()) {
      user.send(WebSocketProbe.TEXT, "root");

      assertThat(user.receive().opcode()).isEqualTo(WebSocketProbe.CLOSE);
    }
  }

  @Test
  void moreUsersThanThereArePlacesAreTurnedAway() throws IOException {
    try (WebSocketProbe _ = new WebSocketProbe(site.client(), PATH);
        WebSocketProbe _ = new WebSocketProbe(site.client(), PATH);
        WebSocketProbe third = new WebSocketProbe(site.client(), PATH)) {
      assertThat(third.handshake().status()).isEqualTo(503);
    }
  }

  @Test
  void whoDoesNotAskForAWebSocketIsToldTo() throws IOException {
    assertThat(site.client().get(PATH).status()).isEqualTo(426);
    assertThat(site.client().get(PATH).header("upgrade")).isEqualTo("websocket");
  }
}
