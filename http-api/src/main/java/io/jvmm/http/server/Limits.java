package io.jvmm.http.server;

import java.time.Duration;

/**
 * What clients may take of the server.
 *
 * @param connections at a time
 * @param eventStreams of those
 * @param consoles of those
 * @param requestTime from the first moment of a connection, or the end of an answer, until the next
 *     request is there whole
 * @param lookTime what a handler may take that only looks: a machine's process may hang
 */
public record Limits(
    int connections, int eventStreams, int consoles, Duration requestTime, Duration lookTime) {
  /** The most bytes in a request's line and headers. */
  static final int HEADERS = 8 << 10;

  /** What a handler may take that does something: longer than a client may have it wait. */
  static final Duration ACTION_TIME = Duration.ofMinutes(12);

  /** How many browsers may be logged in: one more logs the first of them out. */
  static final int SESSIONS = 64;

  /** How long a browser is known. */
  static final Duration SESSION_TIME = Duration.ofHours(12);

  /** Those of {@code jvmm serve}. */
  public static Limits normal() {
    return new Limits(256, 64, 64, Duration.ofSeconds(20), Duration.ofSeconds(30));
  }
}
