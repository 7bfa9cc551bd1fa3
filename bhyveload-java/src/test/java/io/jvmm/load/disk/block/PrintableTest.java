package io.jvmm.load.disk.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void commandsForATerminalAreTakenOutOfText() {
    assertThat(Printable.of("Debian\u001b[2J\n\u202eevil\u009b ü"))
        .isEqualTo("Debian\ufffd[2J\ufffd\ufffdevil\ufffd ü");
  }

  @Test
  void halfOfACharacterIsReplaced() {
    assertThat(Printable.of("a\ud83d")).isEqualTo("a\ufffd");
  }

  @Test
  void endlessTextIsCutOff() {
    assertThat(Printable.of("x".repeat(1000))).isEqualTo("x".repeat(400) + "...");
  }
}
