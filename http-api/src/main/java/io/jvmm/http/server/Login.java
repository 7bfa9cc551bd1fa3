package io.jvmm.http.server;

import io.jvmm.http.api.Refusal;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * How a browser is known again: it shows the token once, and has a cookie from then on, which it
 * sends where a page cannot add a header, with WebSockets, event streams and downloads.
 *
 * @param sessions those that there are
 * @param cookie what their identifiers travel in
 */
record Login(Sessions sessions, SessionCookie cookie) {
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  /**
   * Begins a session; returns the header {@code Set-Cookie} for it.
   *
   * @throws Refusal if it was a cookie that let the request in: sessions do not make sessions
   */
  String begin(HttpFields headers) {
    if (isIn(headers) && !headers.contains(HttpHeader.AUTHORIZATION)) {
      throw new Refusal(
          401,
          List.of("a session begins with the token: Authorization: Bearer …"),
          Map.of("WWW-Authenticate", "Bearer"));
    }
    return cookie.set(sessions.begin(), sessions.lifetime().toSeconds());
  }

  /** Ends the session of a request; returns the header that has the browser forget it. */
  String end(HttpFields headers) {
    cookie.in(headers).ifPresent(sessions::end);
    return cookie.forgotten();
  }

  /**
   * Whether a request is a session's, from a page of ours. To a browser another port is the same
   * site, whose pages may have the cookie sent: they give themselves away by an origin, which has
   * been looked at, or by what the browser says of where a request comes from (Fetch Metadata).
   */
  boolean isIn(HttpFields headers) {
    String site = headers.get(FETCH_SITE);
    boolean own =
        headers.contains(HttpHeader.ORIGIN)
            || site == null
            || site.equals("same-origin")
            || site.equals("none");
    return own && cookie.in(headers).filter(sessions::has).isPresent();
  }
}
