package io.jvmm.it.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user types it on this machine, whatever this machine is. */
class JvmmCommandIT {
  @TempDir private Path directory;

  @Test
  void onATerminalTheGuestHasItsSizeAndTheTerminalIsGivenBack() throws Exception {
    Path log = directory.resolve("log");
    String session =
        "stty rows 33 cols 99; stty -g; '%s' run '%s'; echo status $?; stty -g"
            .formatted(Checkout.launcher(), Checkout.prepared("hello"));
    ProcessBuilder script =
        new ProcessBuilder("script", "--quiet", "--flush", "--command", session, log.toString());

    Result result = Shell.run(typing(script, "stty size; poweroff\r"), "");

    List<String> settings =
        result.output().lines().filter(line -> line.matches("[0-9a-f:]{40,}")).toList();
    assertThat(result.output()).contains("33 99").contains("status 0");
    assertThat(settings).hasSize(2);
    assertThat(settings.getFirst()).isEqualTo(settings.getLast());
  }

  @Test
  void aFileThatIsNoKernelIsRefusedBeforeAnythingStarts() throws Exception {
    Files.writeString(directory.resolve("Image"), "#!/bin/sh\n".repeat(1000));

    Result result = jvmm("", spec("'boot': {'kernel': 'Image'}"));

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.errors()).contains("Image").doesNotContain("Exception");
  }

  @Test
  void aDiskThatIsADirectoryIsRefused() throws Exception {
    Files.writeString(directory.resolve("Image"), "kernel");

    Result result =
        jvmm(
            "",
            spec("'boot': {'kernel': 'Image'}, 'disks': [{'path': '%s'}]".formatted(directory)));

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.errors()).contains("$.disks[0].path").contains("is a directory");
  }

  @Test
  void moreMemoryThanThisMachineHasIsRefused() throws Exception {
    Files.copy(kernelOfHello(), directory.resolve("Image"));

    Result result = jvmm("", spec("'memory': '200GiB', 'boot': {'kernel': 'Image'}"));

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.errors()).contains("$.memory: 200GiB is more than");
  }

  @Test
  void anInitrdThatDoesNotFitIsRefused() throws Exception {
    Files.copy(kernelOfHello(), directory.resolve("Image"));
    Files.write(directory.resolve("initrd"), new byte[80 << 20]);

    Result result =
        jvmm("", spec("'memory': '64MiB', 'boot': {'kernel': 'Image', 'initrd': 'initrd'}"));

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.errors()).contains("initrd").doesNotContain("Exception");
  }

  @Test
  void anErrorLeavesNothingBehind() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Files.writeString(directory.resolve("Image"), "no kernel");
    ProcessBuilder jvmm = new ProcessBuilder(command(spec("'boot': {'kernel': 'Image'}")));
    jvmm.environment().put("TMPDIR", temporary.toString());
    jvmm.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);

    Result result = Shell.run(jvmm, "");

    assertThat(result.status()).as(result.toString()).isEqualTo(4);
    assertThat(temporary).isEmptyDirectory();
  }

  private Path spec(String keys) throws IOException {
    String json = "{'name': 'test', " + keys + "}";
    return Files.writeString(directory.resolve("vm.json"), json.replace('\'', '"'));
  }

  private static Path kernelOfHello() throws IOException {
    String json = Files.readString(Checkout.prepared("hello"));
    return Path.of(json.replaceAll("(?s).*\"kernel\" ?: ?\"([^\"]+)\".*", "$1"));
  }

  /** Types once the guest has printed its prompt: a person does not type ahead either. */
  private ProcessBuilder typing(ProcessBuilder script, String keys) throws IOException {
    Path log = directory.resolve("log");
    Path typist = directory.resolve("typist.sh");
    Files.writeString(
        typist,
        """
        until grep -q 'hello:~# ' "$1" 2>/dev/null; do sleep 1; done
        printf '%s' "$2"
        until grep -q 'status ' "$1"; do sleep 1; done
        """);
    String command =
        script.command().stream()
            .map(w -> "'" + w.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return new ProcessBuilder(
        "sh", "-c", "sh '%s' '%s' '%s' | %s".formatted(typist, log, keys, command));
  }

  private static Result jvmm(String input, Path spec) throws IOException, InterruptedException {
    return Shell.run(input, command(spec));
  }

  private static List<String> command(Path spec) {
    return List.of(Checkout.launcher().toString(), "run", spec.toString());
  }
}
