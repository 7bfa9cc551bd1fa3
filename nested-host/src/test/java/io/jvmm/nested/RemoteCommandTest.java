package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteCommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "two words",
        "it's",
        "\"$HOME\" `id`",
        "a\\b",
        "line\nbreak",
        "-n;&|"
      })
  void aWordArrivesAsItIs(String word) throws IOException {
    RemoteCommand command = RemoteCommand.of("printf", "%s", word);

    assertThat(output(command)).isEqualTo(word);
  }

  @Test
  void theDirectoryMayHaveAnyName(@TempDir Path parent) throws IOException {
    Path directory = parent.resolve("it's $here");
    assertThat(directory.toFile().mkdir()).isTrue();

    assertThat(output(RemoteCommand.of("pwd").in(directory))).isEqualTo(directory + "\n");
  }

  @Test
  void variablesAreTheCommandsOwn() throws IOException {
    RemoteCommand command =
        new RemoteCommand(
            List.of("sh", "-c", "printf %s \"$GREETING\""),
            Path.of("/"),
            Map.of("GREETING", "it's $me"));

    assertThat(output(command)).isEqualTo("it's $me");
  }

  /** What the other side's shell makes of it. */
  private static String output(RemoteCommand command) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", command.shellText()).start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
