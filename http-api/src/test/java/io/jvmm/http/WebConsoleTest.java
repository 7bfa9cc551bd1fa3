package io.jvmm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.http.Listening.AtPort;
import io.jvmm.http.TestClient.Response;
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

/** What a browser gets of a port, and who it is there. */
class WebConsoleTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;
  private static final String WEB_SOCKET =
      "Upgrade: websocket; Sec-WebSocket-Version: 13; Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  @TempDir private Path directory;
  private TestSite site;
  private HostEndpoint endpoint;
  private ApiServer server;

  @BeforeEach
  void open() throws IOException {
    site = new TestSite(directory);
    site.created("a");
    Path token = Files.writeString(directory.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoint = new HostEndpoint("127.0.0.1", socket.getLocalPort());
    }
    server = ApiServer.start(site.service(), new AtPort(endpoint, token, Optional.empty()));
  }

  @AfterEach
  void close() {
    server.close();
    site.close();
  }

  /**
   * Asks for something by the server's own name; headers are set apart by semicolons and blanks.
   */
  private Response ask(String method, String path, String headers) throws IOException {
    return send(method, path, "Host: " + endpoint, headers);
  }

  private Response send(String method, String path, String host, String headers)
      throws IOException {
    String connection = headers.contains("Upgrade:") ? "Upgrade" : "close";
    String request =
        "%s %s HTTP/1.1\r\n%s\r\nConnection: %s\r\nContent-Length: 0\r\n%s\r\n\r\n"
            .formatted(method, path, host, connection, headers.replace("; ", "\r\n"))
            .replace("PORT", "" + endpoint.port())
            .replace("\r\n\r\n\r\n", "\r\n\r\n");
    try (Socket socket = new Socket(endpoint.address(), endpoint.port())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return TestClient.read(socket.getInputStream());
    }
  }

  /** The header that a browser sends after it has logged in. */
  private String cookie() throws IOException {
    Response begun = ask("POST", "/v1/session", BEARER);
    assertThat(begun.status()).isEqualTo(204);
    return "Cookie: " + begun.header("set-cookie").replaceFirst(";.*", "");
  }

  @Test
  void thePageIsThereForWhoHasNoTokenYet() throws IOException {
    Response page = ask("GET", "/", "");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.mediaType()).isEqualTo("text/html");
    assertThat(page.body()).contains("<title>jvmm</title>");
    assertThat(ask("GET", "/v1/machines", "").status()).isEqualTo(401);
  }

  @Test
  void thePageMayDoNothingButAskThisServer() throws IOException {
    Response page = ask("GET", "/", "");

    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'")
        .contains("frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
  }

  @Test
  void aFileThatABrowserHasIsNotSentAgain() throws IOException {
    String tag = ask("GET", "/main.js", "").header("etag");

    Response again = ask("GET", "/main.js", "If-None-Match: " + tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("etag")).isEqualTo(tag);
    assertThat(again.header("cache-control")).isEqualTo("no-cache");
  }

  @Test
  void theHeadOfAFileHasItsLengthOnly() throws IOException {
    Response whole = ask("GET", "/main.js", "");

    assertThat(ask("HEAD", "/main.js", "").header("content-length"))
        .isEqualTo(whole.header("content-length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere.js", "/../main.js", "/%2e%2e/main.js", "/style/", "/main.js/"})
  void whereNoFileIsTheTokenIsWanted(String path) throws IOException {
    assertThat(ask("GET", path, "").status()).isIn(400, 401);
    assertThat(ask("GET", path, BEARER).status()).isIn(400, 404);
  }

  @Test
  void filesAreOnlyLookedAt() throws IOException {
    assertThat(ask("POST", "/main.js", BEARER).status()).isEqualTo(404);
    assertThat(ask("DELETE", "/", BEARER).status()).isEqualTo(404);
  }

  @Test
  void whoHasShownTheTokenIsKnownByACookie() throws IOException {
    String cookie = cookie();

    assertThat(ask("GET", "/v1/machines", cookie).status()).isEqualTo(200);
    assertThat(ask("GET", "/v1/machines/a/log", cookie).status()).isEqualTo(200);
  }

  @Test
  void theCookieIsForThisSiteAndNoScript() throws IOException {
    assertThat(ask("POST", "/v1/session", BEARER).header("set-cookie"))
        .startsWith("jvmm-" + endpoint.port() + "=")
        .endsWith("; Path=/; HttpOnly; SameSite=Strict");
  }

  @Test
  void aWrongTokenBeginsNothing() throws IOException {
    Response refused = ask("POST", "/v1/session", "Authorization: Bearer wrong");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("set-cookie")).isEmpty();
  }

  @Test
  void aSessionMakesNoSessions() throws IOException {
    assertThat(ask("POST", "/v1/session", cookie()).status()).isEqualTo(401);
  }

  @Test
  void whoLogsOutIsNotKnownAnyMore() throws IOException {
    String cookie = cookie();

    Response ended = ask("DELETE", "/v1/session", cookie);

    assertThat(ended.status()).isEqualTo(204);
    assertThat(ended.header("set-cookie")).contains("Max-Age=0");
    assertThat(ask("GET", "/v1/machines", cookie).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cookie: jvmm-PORT=", "Cookie: jvmm-PORT=x", "Cookie: jvmm-0=x"})
  void aCookieThatNobodySetIsNone(String cookie) throws IOException {
    assertThat(ask("GET", "/v1/machines", cookie).status()).isEqualTo(401);
  }

  @Test
  void aWrongTokenIsNotMendedByACookie() throws IOException {
    assertThat(ask("GET", "/v1/machines", cookie() + "; Authorization: Bearer wrong").status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://evil.example, 403",
    "Origin: http://localhost:1, 403",
    "Origin: null, 403",
    "Sec-Fetch-Site: cross-site, 401",
    "Sec-Fetch-Site: same-site, 401",
    "Sec-Fetch-Site: same-origin, 200",
    "Sec-Fetch-Site: none, 200",
    "Origin: http://127.0.0.1:PORT, 200"
  })
  void aPageOfAnotherServerCannotUseTheCookie(String header, int status) throws IOException {
    assertThat(ask("GET", "/v1/machines", cookie() + "; " + header).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://evil.example, 403",
    "Origin: http://localhost:1, 403",
    "Origin: http://127.0.0.1:PORT, 409" // it is let in; no machine has a console here
  })
  void aPageOfAnotherServerGetsNoWebSocket(String origin, int status) throws IOException {
    String headers = cookie() + "; " + origin + "; " + WEB_SOCKET;

    assertThat(ask("GET", "/v1/machines/a/console", headers).status()).isEqualTo(status);
  }

  @Test
  void aWebSocketWithoutACookieIsNone() throws IOException {
    String headers = "Origin: http://127.0.0.1:PORT; " + WEB_SOCKET;

    assertThat(ask("GET", "/v1/machines/a/console", headers).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/main.js", "/v1/session"})
  void byAnotherNameThereIsNothing(String path) throws IOException {
    assertThat(send("GET", path, "Host: evil.example:PORT", "").status()).isEqualTo(421);
  }
}
