package io.jvmm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.http.server.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRouteTest {
  @TempDir private Path directory;
  private TestSite site;

  @BeforeEach
  void open() throws IOException {
    site =
        new TestSite(
            directory, new Limits(64, 1, 1, Duration.ofSeconds(20), Duration.ofSeconds(30)));
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whatHappensFromNowOnIsSent() throws IOException {
    site.created("before");
    try (SocketChannel connection = subscribe("/v1/events")) {
      BufferedReader lines = lines(connection);
      await(lines, ": events follow");
      site.created("after");

      assertThat(await(lines, "event: ")).isEqualTo("event: created");
      assertThat(await(lines, "data: ")).contains("\"machine\":\"after\"");
    }
  }

  @Test
  void whatHasHappenedIsSentOnDemand() throws IOException {
    site.created("before");
    try (SocketChannel connection = subscribe("/v1/events?past=true")) {
      assertThat(await(lines(connection), "data: ")).contains("\"machine\":\"before\"");
    }
  }

  @Test
  void moreClientsThanThereArePlacesAreTurnedAway() throws IOException {
    try (SocketChannel connection = subscribe("/v1/events")) {
      await(lines(connection), ": events follow");

      assertThat(site.client().get("/v1/events").status()).isEqualTo(503);
    }
  }

  @Test
  void theServerEndsThemWhenItStops() throws IOException {
    try (SocketChannel connection = subscribe("/v1/events")) {
      BufferedReader lines = lines(connection);
      await(lines, ": events follow");
      site.close();

      assertThat(lines.lines().filter(line -> line.startsWith("event"))).isEmpty();
    }
  }

  private SocketChannel subscribe(String path) throws IOException {
    SocketChannel connection = site.client().connect();
    connection.write(UTF_8.encode("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path)));
    return connection;
  }

  private static BufferedReader lines(SocketChannel connection) {
    return new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), UTF_8));
  }

  private static String await(BufferedReader lines, String start) {
    Optional<String> line = lines.lines().filter(each -> each.startsWith(start)).findFirst();
    return line.orElseThrow();
  }
}
