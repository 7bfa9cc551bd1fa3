package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VersionCommandTest {
  @Test
  void theVersionsAreALineEach() {
    assertThat(VersionCommand.lines(OptionalInt.of(12)).lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("jvmm ");
    assertThat(VersionCommand.lines(OptionalInt.of(12)).lines()).last().isEqualTo("KVM 12");
  }

  @Test
  void whereThereIsNoKvmItIsNotNamed() {
    assertThat(VersionCommand.lines(OptionalInt.empty())).doesNotContain("KVM");
    assertThat(VersionCommand.object(OptionalInt.empty())).doesNotContain("kvm");
  }

  @Test
  void programsGetAnObject() {
    JsonNode node = new JsonMapper().readTree(VersionCommand.object(OptionalInt.of(12)));

    assertThat(node.get("java").asString()).isEqualTo(Runtime.version().toString());
    assertThat(node.get("architecture").asString()).isEqualTo(System.getProperty("os.arch"));
    assertThat(node.get("kvm").asInt()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "run --version", "disk info --version"})
  void everyCommandTellsItsVersion(String arguments) {
    StringWriter out = new StringWriter();
    String[] words = arguments.split(" ");
    CommandLine line = JvmmCommand.commandLine(words).setOut(new PrintWriter(out, true));

    assertThat(line.execute(words)).isZero();
    assertThat(out.toString()).startsWith("jvmm ").contains("Java " + Runtime.version());
  }
}
