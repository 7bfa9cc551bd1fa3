package io.jvmm.http.server;

import io.jvmm.http.api.Problem;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Says in our own way what the library found wrong with a request before a route saw it. */
final class ProblemErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    AnswerWriter.write(new Problem(status, List.of(advice(status))), response, callback);
    return true;
  }

  private static String advice(int status) {
    return switch (status) {
      case 408 -> "the request did not arrive in time";
      case 414, 431 ->
          "the request's line and headers have more than %d bytes".formatted(Limits.HEADERS);
      case 426, 501, 505 ->
          "this server speaks HTTP/1.1, without other transfer codings than chunked";
      case 500 -> "a bug in jvmm: jvmm serve has said more on standard error";
      default -> "this is no request as HTTP/1.1 has them";
    };
  }
}
