package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServeCommandTest {
  private static final int ERROR = 4;

  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "--listen 127.0.0.1:8080, give --token-file",
    "--listen 127.0.0.1 --token-file t, --listen: ",
    "--listen 0.0.0.0:8080 --token-file t, give --tls-cert and --tls-key",
    "--listen 127.0.0.1:8080 --token-file t --tls-key k, give both",
    "--listen 127.0.0.1:8080 --socket s, not both",
    "--token-file t, give --listen too"
  })
  void whereItListensHasToMakeSense(String options, String complaint) {
    assertThat(run(("serve " + options).split(" "))).isEqualTo(ERROR);
    assertThat(err.toString()).startsWith("jvmm: ").contains(complaint);
  }

  private int run(String... arguments) {
    CommandLine line = JvmmCommand.commandLine(arguments);
    return line.setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
