package io.jvmm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.http.Listening.AtPort;
import io.jvmm.http.TestClient.Response;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.HostEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir private Path directory;
  private TestSite site;
  private HostEndpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    site = new TestSite(directory);
    endpoint = new HostEndpoint("127.0.0.1", freePort());
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Path token(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private AtPort port() throws IOException {
    return new AtPort(endpoint, token(TOKEN, "rw-------"), Optional.empty());
  }

  private Response get(String headers) throws IOException {
    try (ApiServer _ = ApiServer.start(site.service(), port());
        Socket connection = new Socket(endpoint.address(), endpoint.port())) {
      String request =
          "GET /v1/version HTTP/1.1\r\nConnection: close\r\n%s\r\n"
              .formatted(
                  headers.replace("PORT", "" + endpoint.port()).replace("; ", "\r\n") + "\r\n");
      connection.getOutputStream().write(request.getBytes(UTF_8));
      return TestClient.read(connection.getInputStream());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost:PORT",
        "Host: 127.0.0.1:PORT",
        "Host: LOCALHOST:PORT; Origin: http://localhost:PORT"
      })
  void whoHasTheTokenIsServed(String headers) throws IOException {
    assertThat(get(headers + "; Authorization: Bearer " + TOKEN).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; Authorization: Bearer wrong", "; Authorization: Basic " + TOKEN})
  void whoHasNotIsNot(String header) throws IOException {
    Response refused = get("Host: localhost:PORT" + header);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(refused.mediaType()).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: evil.example:PORT, 421",
    "Host: localhost, 421",
    "Host: localhost:PORT; Origin: http://evil.example, 403",
    "Host: localhost:PORT; Origin: null, 403",
  })
  void aPageOfAnotherServerIsNot(String headers, int status) throws IOException {
    assertThat(get(headers + "; Authorization: Bearer " + TOKEN).status()).isEqualTo(status);
  }

  @Test
  void plainHttpIsForLoopbackOnly() throws IOException {
    Path token = token(TOKEN, "rw-------");

    assertThatThrownBy(
            () -> new AtPort(HostEndpoint.parse("0.0.0.0:8443"), token, Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--tls-cert");
  }

  @ParameterizedTest
  @CsvSource({"short, rw-------, has no token", TOKEN + ", rw-r--r--, chmod 600"})
  void aTokenThatOthersKnowIsNone(String text, String permissions, String complaint)
      throws IOException {
    AtPort port = new AtPort(endpoint, token(text, permissions), Optional.empty());

    assertThatThrownBy(() -> ApiServer.start(site.service(), port))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aPortThatIsTakenIsSaidToBe() throws IOException {
    AtPort port = port();
    try (ApiServer _ = ApiServer.start(site.service(), port)) {
      assertThatThrownBy(() -> ApiServer.start(site.service(), port))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("cannot listen at 127.0.0.1:" + endpoint.port());
    }
  }
}
