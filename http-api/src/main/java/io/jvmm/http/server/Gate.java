package io.jvmm.http.server;

import io.jvmm.http.api.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Who is let in. */
@FunctionalInterface
interface Gate {
  /**
   * Looks at a request's headers.
   *
   * @throws Refusal if it is not let in
   */
  void check(HttpFields headers);

  /** For a socket whose permissions have decided already. */
  static Gate open() {
    return _ -> {};
  }

  /**
   * For a port. A browser may be on the same machine, and show a page of anybody's: such a page
   * must not reach the server under another name (DNS rebinding), nor from its own origin.
   *
   * @param token is wanted of everybody
   * @param hosts what the server may be called in {@code Host}, in lower case; empty if a
   *     certificate decides
   * @param scheme of the server's own pages
   */
  static Gate withToken(String token, Set<String> hosts, String scheme) {
    byte[] wanted = digest("Bearer " + token);
    return headers -> {
      checkHost(headers, hosts);
      checkOrigin(headers, scheme);
      String given = headers.get(HttpHeader.AUTHORIZATION);
      // Digests: what is compared is as long for every guess.
      if (!MessageDigest.isEqual(wanted, digest(given == null ? "" : given))) {
        throw new Refusal(
            401,
            List.of("send the token: Authorization: Bearer …"),
            Map.of("WWW-Authenticate", "Bearer"));
      }
    };
  }

  private static void checkHost(HttpFields headers, Set<String> hosts) {
    String host = headers.get(HttpHeader.HOST);
    if (!hosts.isEmpty() && (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT)))) {
      throw new Refusal(
          421,
          "this server is called %s: ask for it by that name".formatted(String.join(", ", hosts)));
    }
  }

  private static void checkOrigin(HttpFields headers, String scheme) {
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin != null && !origin.equalsIgnoreCase(scheme + "://" + headers.get(HttpHeader.HOST))) {
      throw new Refusal(403, "pages of another server may not use this one");
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
