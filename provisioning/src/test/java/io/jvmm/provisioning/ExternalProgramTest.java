package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalProgramTest {
  @Test
  void bothOutputsComeAsLines() {
    assertThat(shell("echo one; echo two >&2").run()).containsExactly("one", "two");
  }

  @Test
  void thereIsNoInput() {
    assertThat(shell("cat; echo end").run()).containsExactly("end");
  }

  @Test
  void aFileCanBeItsInput(@TempDir Path directory) throws IOException {
    Path input = Files.writeString(directory.resolve("input"), "one\ntwo\n");

    assertThat(shell("cat; echo end").runOn(input)).containsExactly("one", "two", "end");
  }

  @Test
  void aFailureQuotesTheProgramAndSaysWhatToDo() {
    assertThatThrownBy(() -> shell("echo disk is full >&2; exit 3").run())
        .isInstanceOf(HostException.class)
        .hasMessageContaining("status 3")
        .hasMessageContaining("disk is full")
        .hasMessageContaining("call for help");
  }

  @Test
  void aFailureQuotesTheLastLinesOnly() {
    assertThatThrownBy(() -> shell("seq 100; exit 1").run())
        .hasMessageContaining("  96%n  97%n  98%n  99%n  100%n".formatted())
        .hasMessageNotContaining("95");
  }

  @Test
  void linesMarkedAsErrorsAreQuotedAlone() {
    assertThatThrownBy(() -> shell("echo Get:1; echo E: no such file; exit 1").run())
        .hasMessageContaining("E: no such file")
        .hasMessageNotContaining("Get:1");
  }

  @Test
  void aMissingProgramIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> new ExternalProgram(List.of("no-such-program"), "install it").run())
        .isInstanceOf(HostException.class)
        .hasMessageContaining("no-such-program")
        .hasMessageContaining("install it");
  }

  @Test
  void environmentAndDirectoryAreTheProgramsOwn(@TempDir Path directory) {
    ExternalProgram program =
        new ExternalProgram(
            List.of("sh", "-c", "echo $GREETING; pwd"), directory, Map.of("GREETING", "hi"), "");

    assertThat(program.run()).containsExactly("hi", directory.toString());
  }

  @Test
  void aProgramIsFoundInThePath() {
    assertThat(ExternalProgram.find("sh", Map.of("PATH", "relative:/nowhere:/bin")))
        .contains(Path.of("/bin/sh"));
    assertThat(ExternalProgram.find("no-such-program", Map.of())).isEmpty();
  }

  private static ExternalProgram shell(String script) {
    return new ExternalProgram(List.of("sh", "-c", script), "call for help");
  }
}
