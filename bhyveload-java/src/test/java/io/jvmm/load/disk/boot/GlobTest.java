package io.jvmm.load.disk.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "debian-6.12, Debian-6.12, true",
    "debian-*, debian-6.12, true",
    "*, '', true",
    "*-6.1?, debian-6.12, true",
    "*a*a*b, aaaab, true",
    "*a*a*b, aaaa, false",
    "debian, debian-6.12, false",
    "?, '', false",
    "a*b, ab, true"
  })
  void starsStandForAnyCharacters(String glob, String name, boolean matches) {
    assertThat(Glob.matches(glob, name)).isEqualTo(matches);
  }

  @Test
  void manyStarsDoNotTakeForEver() {
    assertThat(Glob.matches("*a".repeat(2000) + "b", "a".repeat(5000))).isFalse();
  }
}
