package io.jvmm.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.http.api.Refusal;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Who is let in at a port. A browser may be on the same machine, and show a page of anybody's: such
 * a page must not reach the server under another name (DNS rebinding), nor from its own origin.
 */
final class PortGate implements Gate {
  private final byte[] wanted;
  private final Set<String> hosts;
  private final String scheme;
  private final Login login;

  /**
   * One.
   *
   * @param token is wanted of everybody, or a session that was begun with it
   * @param hosts what the server may be called in {@code Host}, in lower case; empty if a
   *     certificate decides
   * @param scheme of the server's own pages
   */
  PortGate(String token, Set<String> hosts, String scheme, Login login) {
    this.wanted = digest("Bearer " + token);
    this.hosts = Set.copyOf(hosts);
    this.scheme = scheme;
    this.login = login;
  }

  @Override
  public void checkOrigin(HttpFields headers) {
    String host = headers.get(HttpHeader.HOST);
    if (!hosts.isEmpty() && (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT)))) {
      throw new Refusal(
          421,
          "this server is called %s: ask for it by that name".formatted(String.join(", ", hosts)));
    }
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin != null && !origin.equalsIgnoreCase(scheme + "://" + host)) {
      throw new Refusal(403, "pages of another server may not use this one");
    }
  }

  @Override
  public void checkUser(HttpFields headers) {
    String given = headers.get(HttpHeader.AUTHORIZATION);
    boolean known =
        given == null ? login.isIn(headers) : MessageDigest.isEqual(wanted, digest(given));
    if (!known) {
      throw new Refusal(
          401,
          List.of("send the token: Authorization: Bearer …"),
          Map.of("WWW-Authenticate", "Bearer"));
    }
  }

  private static byte[] digest(String text) {
    return Digests.sha256(text.getBytes(UTF_8));
  }
}
