package io.jvmm.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has shown the token, and got an identifier in exchange: 256 random bits, which are worth
 * nothing after a while, or when the server ends. What is kept of one is its digest, so that how
 * long it takes to look for a guess tells nothing. For any number of threads.
 */
final class Sessions {
  private static final int BYTES = 32;

  private final int most;
  private final Duration lifetime;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<ByteBuffer, Instant> ends = new LinkedHashMap<>(); // oldest first; by this

  /**
   * None yet.
   *
   * @param most how many there may be: one more ends the oldest
   * @param lifetime of each, from its beginning
   */
  Sessions(int most, Duration lifetime, InstantSource clock) {
    this.most = most;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Begins one; returns its identifier, of letters, digits, {@code -} and {@code _}. */
  synchronized String begin() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String identifier = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (ends.size() == most) {
      Iterator<ByteBuffer> oldest = ends.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    ends.put(key(identifier), clock.instant().plus(lifetime));
    return identifier;
  }

  /** Whether there is one of this identifier. */
  synchronized boolean has(String identifier) {
    ends.values().removeIf(end -> !end.isAfter(clock.instant()));
    return ends.containsKey(key(identifier));
  }

  /** Ends one, if it is there. */
  synchronized void end(String identifier) {
    ends.remove(key(identifier));
  }

  /** How long each lasts. */
  Duration lifetime() {
    return lifetime;
  }

  private static ByteBuffer key(String identifier) {
    return ByteBuffer.wrap(Digests.sha256(identifier.getBytes(US_ASCII)));
  }
}
