package io.jvmm.http.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes the web console's files to browsers, which ask each time whether theirs is still it. */
final class PageWriter {
  /**
   * What the page may do: nothing but with this server. Scripts are files only. Styles are also
   * what scripts write, for the terminal makes a style sheet of its colours and sizes, and gives
   * text its own colours by attributes.
   */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private PageWriter() {}

  static void write(WebFile file, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    AnswerWriter.addHeaders(headers);
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    headers.put(HttpHeader.ETAG, file.entityTag());
    headers.put("Content-Security-Policy", POLICY);
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    String condition = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
    if (condition != null && file.isNamedBy(condition)) {
      response.setStatus(304);
      callback.succeeded();
      return;
    }
    response.setStatus(200);
    headers.put(HttpHeader.CONTENT_TYPE, file.mediaType());
    headers.put(HttpHeader.CONTENT_LENGTH, file.bytes().length);
    response.write(true, ByteBuffer.wrap(file.bytes()), callback);
  }
}
