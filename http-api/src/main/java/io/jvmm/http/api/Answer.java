package io.jvmm.http.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a handler answers. */
public sealed interface Answer {
  /**
   * JSON.
   *
   * @param location where to look for what was made, or is being done
   */
  record Json(int status, JsonNode body, Optional<String> location) implements Answer {}

  /** Text that is there already. */
  record Text(String mediaType, String text) implements Answer {}

  /** That a browser is known from now on, by a cookie. */
  record SessionBegun() implements Answer {}

  /** That a browser is not known any more. */
  record SessionEnded() implements Answer {}

  /** A file, or a part of it. */
  record File(FileSlice slice) implements Answer {}

  /** Nothing but that it was done. */
  record Done() implements Answer {}

  /** Events, as long as the client stays. */
  record Events(Feed feed) implements Answer {}

  /**
   * A connection of its own, both ways. The answer owns it: who cannot give it to the client closes
   * it.
   */
  record Console(SocketChannel channel) implements Answer {}

  /** Where events come from. */
  @FunctionalInterface
  interface Feed {
    /**
     * Sends events until the client has gone or the server stops.
     *
     * @throws IOException if the client has gone
     * @throws InterruptedException if the server stops
     */
    void sendTo(Client client) throws IOException, InterruptedException;
  }

  /** Who gets events. */
  @FunctionalInterface
  interface Client {
    /**
     * Sends something now; may wait.
     *
     * @param text whole lines of an event stream
     * @throws InterruptedIOException if the server stops meanwhile
     */
    void send(String text) throws IOException;
  }

  /** The state of something, or all that there is to say. */
  static Answer of(JsonNode body) {
    return new Json(200, body, Optional.empty());
  }
}
