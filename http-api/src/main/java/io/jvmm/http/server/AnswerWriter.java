package io.jvmm.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.http.api.Answer;
import io.jvmm.http.api.Answer.Console;
import io.jvmm.http.api.Answer.Done;
import io.jvmm.http.api.Answer.Events;
import io.jvmm.http.api.Answer.File;
import io.jvmm.http.api.Answer.Json;
import io.jvmm.http.api.Answer.SessionBegun;
import io.jvmm.http.api.Answer.SessionEnded;
import io.jvmm.http.api.Answer.Text;
import io.jvmm.http.api.FileSlice;
import io.jvmm.http.api.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes answers to clients. */
final class AnswerWriter {
  private static final int CHUNK = 64 << 10;

  private final EventStreams streams;
  private final Consoles consoles;
  private final Login login;

  AnswerWriter(EventStreams streams, Consoles consoles, Login login) {
    this.streams = streams;
    this.consoles = consoles;
    this.login = login;
  }

  /**
   * Writes one.
   *
   * @throws io.jvmm.http.api.Refusal if the client cannot have it in this form; nothing is written
   *     then
   */
  void write(Answer answer, Request request, Response response, Callback callback)
      throws InterruptedException {
    addHeaders(response.getHeaders());
    switch (answer) {
      case Json json -> {
        json.location().ifPresent(place -> response.getHeaders().put(HttpHeader.LOCATION, place));
        write(json.status(), "application/json", json.body().toString(), response, callback);
      }
      case Text(String type, String text) -> write(200, type, text, response, callback);
      case Done() -> done(response, callback);
      case SessionBegun() -> {
        setCookie(login.begin(request.getHeaders()), response);
        done(response, callback);
      }
      case SessionEnded() -> {
        setCookie(login.end(request.getHeaders()), response);
        done(response, callback);
      }
      case File(FileSlice slice) -> write(slice, isHead(request), response, callback);
      case Events events -> streams.run(events.feed(), isHead(request), response, callback);
      case Console console -> consoles.upgrade(console.channel(), request, response, callback);
    }
  }

  private static void setCookie(String cookie, Response response) {
    response.getHeaders().put(HttpHeader.SET_COOKIE, cookie);
  }

  private static void done(Response response, Callback callback) {
    response.setStatus(204);
    callback.succeeded();
  }

  /** Writes an error, in place of whatever was begun. */
  static void write(Problem problem, Response response, Callback callback) {
    if (response.isCommitted()) {
      callback.failed(new IOException(String.join(" ", problem.lines())));
      return;
    }
    response.reset();
    addHeaders(response.getHeaders());
    problem.headers().forEach(response.getHeaders()::put);
    write(problem.status(), Problem.MEDIA_TYPE, problem.toJson().toString(), response, callback);
  }

  /** What a guest or a client wrote is never more than text to a browser. */
  static void addHeaders(HttpFields.Mutable headers) {
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Referrer-Policy", "no-referrer");
  }

  private static void write(
      int status, String type, String text, Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.write(true, UTF_8.encode(text), callback);
  }

  private static void write(FileSlice slice, boolean head, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
    headers.put(HttpHeader.CONTENT_LENGTH, slice.length());
    if (slice.partial()) {
      response.setStatus(206);
      headers.put(HttpHeader.CONTENT_RANGE, slice.contentRange());
    }
    try {
      if (!head && slice.length() > 0) {
        copy(slice, response);
      }
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e); // the client has gone, or the log was begun anew meanwhile
    }
  }

  private static void copy(FileSlice slice, Response response) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try (FileChannel file = FileChannel.open(slice.file())) {
      for (long position = slice.start(); position < slice.end(); ) {
        chunk.clear().limit((int) Math.min(CHUNK, slice.end() - position));
        if (file.read(chunk, position) < 0) {
          throw new NoSuchFileException(slice.file() + " became shorter");
        }
        position += chunk.position();
        Content.Sink.write(response, false, chunk.flip());
      }
    }
  }

  private static boolean isHead(Request request) {
    return HttpMethod.HEAD.is(request.getMethod());
  }
}
