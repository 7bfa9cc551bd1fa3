package io.jvmm.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.http.Listening.AtPort;
import io.jvmm.http.Listening.TlsFiles;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.HostEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port with a certificate, which Java's own keytool makes. */
class TlsTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String LOCAL = "localhost";
  private static final String PASSWORD = "changeit";
  private static final int BROKEN_FILES = 100;

  @TempDir private Path directory;
  private KeyStore identity = empty();

  private static KeyStore empty() {
    try {
      return KeyStore.getInstance("PKCS12");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void aCertificate() throws Exception {
    Path store = directory.resolve("store.p12");
    String keytool =
        "%s/bin/keytool -genkeypair -alias a -keyalg EC -dname CN=localhost -ext san=dns:localhost"
                .formatted(System.getProperty("java.home"))
            + " -storetype PKCS12 -storepass %s -keystore %s".formatted(PASSWORD, store);
    assertThat(new ProcessBuilder(keytool.split(" ")).start().waitFor()).isZero();
    try (InputStream in = Files.newInputStream(store)) {
      identity.load(in, PASSWORD.toCharArray());
    }
    write("cert.pem", pem("CERTIFICATE", identity.getCertificate("a").getEncoded()));
    write("key.pem", pem("PRIVATE KEY", identity.getKey("a", PASSWORD.toCharArray()).getEncoded()));
    write("token", TOKEN + "\n");
  }

  private static String pem(String label, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, text);
  }

  private Path write(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private AtPort port() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TlsFiles files = new TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
      return new AtPort(
          new HostEndpoint("127.0.0.1", free.getLocalPort()),
          directory.resolve("token"),
          Optional.of(files));
    }
  }

  @Test
  void aClientThatTrustsTheCertificateIsServed() throws Exception {
    AtPort port = port();
    try (TestSite site = new TestSite(directory);
        ApiServer _ = ApiServer.start(site.service(), port);
        Socket client = trusting().getSocketFactory().createSocket(LOCAL, port.endpoint().port())) {
      client.getOutputStream().write(request().getBytes(US_ASCII));

      assertThat(TestClient.read(client.getInputStream()).status()).isEqualTo(200);
    }
  }

  private static String request() {
    return String.join(
        "\r\n",
        "GET /v1/version HTTP/1.1",
        "Host: " + LOCAL,
        "Authorization: Bearer " + TOKEN,
        "Connection: close",
        "",
        "");
  }

  private SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore trusted = empty();
    trusted.load(null, null);
    trusted.setCertificateEntry("a", identity.getCertificate("a"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void filesThatAreBrokenAreNoCertificateAndKey() throws IOException {
    AtPort port = port();
    String key = Files.readString(directory.resolve("key.pem"));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    try (TestSite site = new TestSite(directory)) {
      for (int i = 0; i < BROKEN_FILES; i++) {
        write("key.pem", key.substring(0, random.nextInt(key.length() - 20)));

        assertThatThrownBy(() -> ApiServer.start(site.service(), port))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("are no certificate and key");
      }
      write("key.pem", key.replaceFirst("MI", "MI="));
      write("cert.pem", "");
      assertThatThrownBy(() -> ApiServer.start(site.service(), port))
          .isInstanceOf(ConfigurationException.class);
    }
  }
}
