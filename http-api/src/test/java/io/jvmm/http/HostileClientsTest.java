package io.jvmm.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.http.server.Limits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean no good: all they get is an error of their own, or the end of a connection. */
class HostileClientsTest {
  private static final int REQUESTS = 12_000;
  private static final int REQUESTS_TO_A_CONNECTION = 8;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})");

  @TempDir private Path directory;
  private TestSite site;

  @BeforeEach
  void open() throws IOException {
    site =
        new TestSite(
            directory, new Limits(16, 2, 2, Duration.ofMillis(300), Duration.ofMillis(300)));
    site.created("a");
  }

  @AfterEach
  void theServerServesOthersAsBefore() throws IOException {
    assertThat(site.client().get("/v1/machines/a").status()).isEqualTo(200);
    assertThat(site.store().machines()).hasSize(1);
    site.close();
  }

  @Test
  void whatTheySendIsTheirOwnFault() throws IOException {
    HostileRequests requests =
        new HostileRequests(RandomGeneratorFactory.of("L64X128MixRandom").create(20260101));
    for (int i = 0; i < REQUESTS; i += REQUESTS_TO_A_CONNECTION) {
      List<String> sent = new ArrayList<>();
      for (int j = 0; j < REQUESTS_TO_A_CONNECTION; j++) {
        sent.add(requests.next());
      }
      String answers = exchange(String.join("", sent));

      assertThat(statuses(answers)).as("answers to %s", sent).allMatch(HostileClientsTest::blames);
      assertThat(answers).doesNotContain("Exception", "\tat ", "jetty");
    }
  }

  /** 501 and 505 are what HTTP has for codings and versions that a server does not know. */
  private static boolean blames(int status) {
    return status / 100 == 4 || status == 501 || status == 505;
  }

  private static List<Integer> statuses(String answers) {
    return STATUS.matcher(answers).results().map(HostileClientsTest::status).toList();
  }

  private static int status(MatchResult result) {
    return Integer.parseInt(result.group(1));
  }

  /** Sends it, says that there is no more, and takes what comes. */
  private String exchange(String requests) throws IOException {
    StringBuilder answers = new StringBuilder();
    try (SocketChannel connection = site.client().connect()) {
      Thread sender = Thread.ofVirtual().start(() -> send(connection, requests));
      ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
      while (connection.read(chunk) >= 0) {
        answers.append(ISO_8859_1.decode(chunk.flip()));
        chunk.clear();
      }
      sender.interrupt();
    } catch (IOException e) {
      return answers.toString(); // the server has thrown the connection away
    }
    return answers.toString();
  }

  private static void send(SocketChannel connection, String requests) {
    try {
      ByteBuffer bytes = ISO_8859_1.encode(requests);
      while (bytes.hasRemaining()) {
        connection.write(bytes);
      }
      connection.shutdownOutput();
    } catch (IOException e) {
      return; // it did not listen to the end
    }
  }

  @Test
  void headersThatTrickleAreNotWaitedFor() throws IOException {
    assertTrickleEnds("GET /v1/version HTTP/1.1\r\nHost: localhost\r\n", "X-A: b\r\n");
  }

  @Test
  void aBodyThatTricklesIsNotWaitedFor() throws IOException {
    assertTrickleEnds(
        String.join(
            "\r\n",
            "POST /v1/machines HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: 100000",
            "",
            ""),
        " ");
  }

  private void assertTrickleEnds(String start, String drop) throws IOException {
    try (SocketChannel connection = site.client().connect()) {
      connection.configureBlocking(false);
      connection.write(ISO_8859_1.encode(start));
      long sent = 0;
      while (isOpen(connection, drop) && sent < 1_000_000) {
        sent++;
        LockSupport.parkNanos(5_000_000);
      }
      assertThat(sent).as("drops").isLessThan(1_000_000);
    }
  }

  private static boolean isOpen(SocketChannel connection, String drop) {
    try {
      connection.write(ISO_8859_1.encode(drop));
      return connection.read(ByteBuffer.allocate(4096)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void connectionsThatSayNothingDoNotKeepOthersOut() throws IOException {
    List<SocketChannel> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        silent.add(site.client().connect());
      }
      for (SocketChannel each : silent) {
        assertThat(each.read(ByteBuffer.allocate(1))).isNegative(); // at once, or in time
      }
    } finally {
      for (SocketChannel each : silent) {
        each.close();
      }
    }
  }

  @Test
  void aMachineWhoseProcessHangsDoesNotHangItsClients() throws IOException {
    Path socket = site.created("hung").home().controlSocket();
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(socket)); // takes connections, and says nothing

      assertThat(site.client().get("/v1/machines/hung/statistics").status()).isEqualTo(503);
    }
    site.store().destroy(site.store().machine("hung"));
  }
}
