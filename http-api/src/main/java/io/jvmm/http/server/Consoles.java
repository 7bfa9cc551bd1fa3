package io.jvmm.http.server;

import io.jvmm.http.api.Refusal;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Makes WebSockets of requests for consoles; not too many of them at a time. */
final class Consoles {
  private static final int FRAME_LIMIT = 64 << 10;

  private final WebSocketMappings webSockets;
  private final Semaphore places;

  Consoles(WebSocketComponents components, int most) {
    webSockets = new WebSocketMappings(components);
    places = new Semaphore(most);
  }

  /**
   * Connects a client to a console, which is closed in any case.
   *
   * @throws Refusal if it cannot be
   */
  void upgrade(SocketChannel console, Request request, Response response, Callback callback) {
    ConsoleRelay relay = new ConsoleRelay(console, places::release);
    if (!places.tryAcquire()) {
      close(console);
      throw new Refusal(503, "too many clients have consoles already: try again when one has left");
    }
    boolean upgraded = false;
    try {
      upgraded = webSockets.upgrade(negotiator(relay), request, response, callback, null);
    } finally {
      if (!upgraded) {
        relay.end();
      }
    }
    if (!upgraded) {
      throw notAsked();
    }
  }

  private static WebSocketNegotiator negotiator(ConsoleRelay relay) {
    return WebSocketNegotiator.from(
        (_, response, _) -> {
          response.setExtensions(List.of()); // compression is not worth a bomb
          return relay;
        },
        (endpoint, _, _) -> (ConsoleRelay) endpoint,
        Consoles::configure);
  }

  private static void configure(Configuration session) {
    session.setIdleTimeout(Duration.ZERO); // a guest may be silent for days
    session.setMaxFrameSize(FRAME_LIMIT);
  }

  /** RFC 9110, 15.5.22: what to upgrade to is said. */
  private static Refusal notAsked() {
    return new Refusal(
        426,
        List.of("a console is a WebSocket: ask for one"),
        Map.of(
            HttpHeader.UPGRADE.asString(),
            "websocket",
            HttpHeader.CONNECTION.asString(),
            "Upgrade"));
  }

  private static void close(SocketChannel console) {
    try {
      console.close();
    } catch (IOException e) {
      return; // it is of no use any more
    }
  }
}
