package io.jvmm.http.server;

import io.jvmm.http.Listening.AtPort;
import io.jvmm.http.Listening.TlsFiles;
import io.jvmm.vmm.spec.HostEndpoint;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TCP, with TLS or without. */
final class PortConnector {
  private PortConnector() {}

  /** What HTTP is to be on any connection. */
  static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(Limits.HEADERS);
    http.setSendServerVersion(false);
    return http;
  }

  static ServerConnector of(Server server, AtPort at) {
    ServerConnector connector =
        new ServerConnector(
            server,
            0, // the selector accepts
            1,
            at.tls().map(PortConnector::overTls).orElseGet(PortConnector::plain));
    connector.setHost(at.endpoint().address());
    connector.setPort(at.endpoint().port());
    return connector;
  }

  private static ConnectionFactory[] plain() {
    return new ConnectionFactory[] {new HttpConnectionFactory(configuration())};
  }

  private static ConnectionFactory[] overTls(TlsFiles files) {
    HttpConfiguration http = configuration();
    http.addCustomizer(new SecureRequestCustomizer()); // the certificate decides the host's name
    HttpConnectionFactory inside = new HttpConnectionFactory(http);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(SecretFiles.keyStore(files));
    tls.setKeyStorePassword("");
    return new ConnectionFactory[] {new SslConnectionFactory(tls, inside.getProtocol()), inside};
  }

  /** Who is let in at a port. */
  static Gate gate(AtPort at, Login login) {
    boolean encrypted = at.tls().isPresent();
    return new PortGate(
        SecretFiles.token(at.tokenFile()),
        encrypted ? Set.of() : names(at.endpoint()),
        encrypted ? "https" : "http",
        login);
  }

  private static Set<String> names(HostEndpoint endpoint) {
    return Set.of(endpoint.toString().toLowerCase(Locale.ROOT), "localhost:" + endpoint.port());
  }
}
