package io.jvmm.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Sessions sessions = new Sessions(2, HOUR, () -> now);

  @Test
  void whoBeganOneIsKnown() {
    String identifier = sessions.begin();

    assertThat(identifier).matches("[A-Za-z0-9_-]{43}");
    assertThat(sessions.has(identifier)).isTrue();
  }

  @Test
  void nobodyElseIs() {
    String identifier = sessions.begin();

    Stream.of("", "x", identifier + "x", identifier.substring(1), "\u00e9")
        .forEach(guess -> assertThat(sessions.has(guess)).as(guess).isFalse());
  }

  @Test
  void oneThatIsEndedIsOver() {
    String identifier = sessions.begin();

    sessions.end(identifier);

    assertThat(sessions.has(identifier)).isFalse();
  }

  @Test
  void oneIsOverAfterItsTimeHoweverMuchItIsUsed() {
    String identifier = sessions.begin();

    now = now.plus(HOUR.minusSeconds(1));
    assertThat(sessions.has(identifier)).isTrue();
    now = now.plusSeconds(1);
    assertThat(sessions.has(identifier)).isFalse();
  }

  @Test
  void oneMoreThanThereMayBeEndsTheOldest() {
    String first = sessions.begin();
    String second = sessions.begin();
    String third = sessions.begin();

    assertThat(sessions.has(first)).isFalse();
    assertThat(sessions.has(second)).isTrue();
    assertThat(sessions.has(third)).isTrue();
  }
}
