package io.jvmm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.cli.manual.ShellCompletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, run by bash, which every Debian has. */
class CompletionCommandTest {
  @TempDir private Path directory;

  @BeforeEach
  void thereAreTwoMachinesAndTwoFiles() throws IOException {
    Files.createDirectories(directory.resolve("state/jvmm/vms/debian"));
    Files.createDirectories(directory.resolve("state/jvmm/vms/hello"));
    Files.createFile(directory.resolve("a machine.json"));
    Files.createFile(directory.resolve("disk.img"));
  }

  @Test
  void commandsAreCompleted() throws Exception {
    assertThat(complete("jvmm", "re")).contains("reset", "resume").doesNotContain("run");
  }

  @Test
  void theCommandsOfACommandAreCompleted() throws Exception {
    assertThat(complete("jvmm", "disk", "")).contains("info", "resize");
  }

  @Test
  void optionsAreThoseOfTheCommand() throws Exception {
    assertThat(complete("jvmm", "logs", "--f")).containsExactly("--follow");
    assertThat(complete("jvmm", "disk", "resize", "--fo")).containsExactly("--format");
  }

  @Test
  void hiddenOptionsStayHidden() throws Exception {
    assertThat(complete("jvmm", "run", "--deta")).containsExactly("--detach");
  }

  @Test
  void optionsBeforeTheCommandDoNotHideIt() throws Exception {
    assertThat(complete("jvmm", "--debug", "logs", "--f")).containsExactly("--follow");
  }

  @Test
  void oneOfAFewValuesIsCompleted() throws Exception {
    assertThat(complete("jvmm", "run", "--accel", "")).containsExactly("auto", "kvm", "nested");
    assertThat(complete("jvmm", "run", "--accel", "=", "k")).containsExactly("kvm");
    assertThat(complete("jvmm", "run", "--accel", "=")).hasSize(3);
    assertThat(complete("jvmm", "disk", "resize", "--format", "q")).containsExactly("qcow2");
  }

  @Test
  void aNameIsAMachines() throws Exception {
    assertThat(complete("jvmm", "start", "")).containsExactly("debian", "hello");
    assertThat(complete("jvmm", "start", "debian", "h")).containsExactly("hello");
    assertThat(complete("jvmm", "disk", "resize", "--machine", "d")).containsExactly("debian");
  }

  @Test
  void aSpecificationIsAFileOrAMachine() throws Exception {
    assertThat(complete("jvmm", "run", "h")).containsExactly("hello");
    assertThat(complete("jvmm", "run", "a")).containsExactly("a machine.json");
  }

  @Test
  void afterAnOptionThatTakesANumberThereIsNothing() throws Exception {
    assertThat(complete("jvmm", "run", "--timeout", "")).isEmpty();
  }

  @Test
  void thereIsNoMachineBeforeTheFirst() throws Exception {
    Files.move(directory.resolve("state"), directory.resolve("elsewhere"));

    assertThat(complete("jvmm", "start", "")).isEmpty();
  }

  @Test
  void zshLoadsWhatTheSameScriptNeeds() {
    assertThat(ShellCompletion.zsh(ReleaseFiles.manual()))
        .startsWith("autoload ")
        .endsWith(ShellCompletion.bash(ReleaseFiles.manual()));
  }

  @Test
  void theFileForZshRegistersTheSameScript() {
    assertThat(ShellCompletion.zshFile(ReleaseFiles.manual()))
        .startsWith("#compdef jvmm\n")
        .contains(ShellCompletion.bash(ReleaseFiles.manual()))
        .endsWith("_bash_complete -F _jvmm\n");
  }

  /** What bash would offer for the last of these words. */
  private List<String> complete(String... words) throws IOException, InterruptedException {
    String script =
        ShellCompletion.bash(ReleaseFiles.manual())
            + """
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _jvmm
            printf '%s\\n' "${COMPREPLY[@]}"
            """;
    ProcessBuilder bash = new ProcessBuilder("bash", "--norc", "-u", "-s", "--");
    bash.command().addAll(List.of(words));
    bash.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    Process process = bash.directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().write(script.getBytes(UTF_8));
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(process.waitFor()).as(lines.toString()).isZero();
    return lines.stream().filter(line -> !line.isEmpty()).toList();
  }
}
