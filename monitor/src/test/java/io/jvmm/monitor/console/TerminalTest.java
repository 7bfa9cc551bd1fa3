package io.jvmm.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.monitor.console.Terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
  @Test
  void sttyPrintsRowsBeforeColumns() {
    assertThat(Terminal.parseSize("24 80")).contains(new Size(80, 24));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0", "24", "24 80 1", "a b", "99999 1"})
  void aTerminalThatDoesNotKnowItsSizeHasNone(String text) {
    assertThat(Terminal.parseSize(text)).isEmpty();
  }
}
