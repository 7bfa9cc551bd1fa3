package io.jvmm.http.server;

import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The cookie that a session's identifier is in (RFC 6265): no script reads it, and no page of
 * another site has it sent. A browser does not tell ports apart where it keeps cookies, so that the
 * port is a part of the name.
 *
 * @param name whose; begins with {@code __Host-} where it is {@code Secure}: then no neighbour in
 *     the domain can set it
 * @param secure whether it may travel by TLS only
 */
record SessionCookie(String name, boolean secure) {
  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";
  private static final int LONGEST = 64;

  /** That of a server at a port. */
  static SessionCookie ofPort(int port, boolean secure) {
    return new SessionCookie((secure ? "__Host-jvmm-" : "jvmm-") + port, secure);
  }

  /** The value of a header {@code Set-Cookie} that sets it, for so many seconds. */
  String set(String identifier, long seconds) {
    return "%s=%s; Max-Age=%d%s%s"
        .formatted(name, identifier, seconds, ATTRIBUTES, secure ? "; Secure" : "");
  }

  /** The value of a header that has the browser forget it. */
  String forgotten() {
    return set("", 0);
  }

  /** What a request's cookie is; empty if it has none that could be one of ours. */
  Optional<String> in(HttpFields headers) {
    return headers.getValuesList(HttpHeader.COOKIE).stream()
        .flatMap(line -> Stream.of(line.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .filter(value -> value.length() <= LONGEST)
        .findFirst();
  }
}
