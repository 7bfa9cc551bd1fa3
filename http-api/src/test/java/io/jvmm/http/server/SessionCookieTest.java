package io.jvmm.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {
  private final SessionCookie cookie = SessionCookie.ofPort(80, false);

  private static HttpFields headers(String value) {
    return HttpFields.build().add("Cookie", value);
  }

  @Test
  void noScriptReadsItAndNoOtherSiteHasItSent() {
    assertThat(cookie.set("id", 60))
        .isEqualTo("jvmm-80=id; Max-Age=60; Path=/; HttpOnly; SameSite=Strict");
  }

  @Test
  void overTlsItNeverTravelsWithout() {
    assertThat(SessionCookie.ofPort(443, true).set("id", 60))
        .startsWith("__Host-jvmm-443=id;")
        .endsWith("; Secure");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvmm-80=id", "a=b; jvmm-80=id", "jvmm-80=id;a=b", " jvmm-80=id ; x"})
  void itIsFoundAmongOthers(String header) {
    assertThat(cookie.in(headers(header))).hasValue("id");
  }

  @ParameterizedTest
  @CsvSource({"jvmm-8=id", "jvmm-800=id", "JVMM-80=id", "xjvmm-80=id", "''", ";;;", "jvmm-80"})
  void othersAreNotIt(String header) {
    assertThat(cookie.in(headers(header))).isEmpty();
  }

  @Test
  void whateverIsSentIsACookieOrNone() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260102);
    String[] parts = {
      "jvmm-80", "=", ";", ",", "\"", " ", "a", "\u00e9", "\u0000", "=x".repeat(99)
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder();
      for (int j = random.nextInt(12); j > 0; j--) {
        header.append(parts[random.nextInt(parts.length)]);
      }
      assertThat(cookie.in(headers(header.toString())).orElse("").length()).isLessThanOrEqualTo(64);
    }
  }
}
