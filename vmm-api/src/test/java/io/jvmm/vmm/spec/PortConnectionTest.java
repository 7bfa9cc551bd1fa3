package io.jvmm.vmm.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortConnectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:a/b.log",
        "unix:/run/a b.sock",
        "pty:tty/console",
        "tcp:127.0.0.1:4000",
        "tcp:[::1]:4000"
      })
  void whatIsParsedIsWrittenTheSameWay(String text) {
    assertThat(PortConnection.parse(text)).hasToString(text);
    assertThat(text).matches(PortConnection.PATTERN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is no connection: write file:PATH, unix:PATH, pty:PATH or tcp:127.0.0.1:PORT",
        "agent.sock|is no connection",
        "serial:|is no connection",
        "unix:|the path is missing",
        "file: |the path is missing",
        "pty:|the path is missing",
        "tcp:4000|is no address and port",
        "tcp:localhost:4000|is no address and port",
        "tcp:127.0.0.1:0|has no such port",
        "tcp:0.0.0.0:4000|can be reached from other machines",
        "tcp:192.0.2.1:4000|write 127.0.0.1 or [::1]",
        "tcp:[::]:4000|can be reached from other machines"
      })
  void whatIsNoneIsToldWithWhatToWrite(String text, String problem) {
    assertThatThrownBy(() -> PortConnection.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aCharacterThatNoPathHasIsRefused() {
    assertThatThrownBy(() -> PortConnection.parse("unix:a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no such character");
  }

  @Test
  void theLengthOfASocketsPathIsInBytes() {
    assertThat(new PortConnection.UnixSocket(Path.of("/ä")).pathBytes()).isEqualTo(3);
  }
}
