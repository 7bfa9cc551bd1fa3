package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class JvmmCommandTest {
  private static final int ERROR = 4;

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutArgumentsItPrintsItsUsage() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("jvmm", "run", "validate", "schema");
  }

  @Test
  void itsVersionNamesTheJavaItRunsOn() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("jvmm").contains("Java " + Runtime.version());
  }

  @Test
  void theExitStatusesAreInTheHelp() {
    assertThat(run("run", "--help")).isZero();
    assertThat(out.toString()).contains("Exit status:").contains("the --timeout ran out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "run",
        "run --accel=xen a.json",
        "run --timeout=0 a.json",
        "run -m much a.json",
        "load",
        "load -i initrd.img",
        "inspect",
        "inspect --dts --json a.json"
      })
  void argumentsWithoutSenseAreAnErrorThatPointsToTheHelp(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(ERROR);
    assertThat(err.toString()).startsWith("jvmm: ").contains("--help'");
  }

  @Test
  void aSpecificationThatDoesNotExistIsAnErrorInOneLine() {
    assertThat(run("run", directory.resolve("no.json").toString())).isEqualTo(ERROR);
    assertThat(err.toString().lines())
        .containsExactly(
            "jvmm: %s: there is no such file: check the path"
                .formatted(directory.resolve("no.json")));
  }

  @Test
  void everyProblemOfASpecificationIsALine() throws IOException {
    Path file = directory.resolve("vm.json");
    Files.writeString(file, "{\"cpus\": 0,\n\"boot\": {\"kernel\": \"missing\"}}");

    assertThat(run("run", file.toString())).isEqualTo(ERROR);
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("jvmm: " + file + ":"))
        .noneMatch(line -> line.contains("Exception"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pty:console", "unix:console.sock", "tcp:127.0.0.1:4000", "file:log"})
  void anEmulatedHostRefusesConnectionsThatNobodyWouldReach(String connect) throws IOException {
    Files.writeString(directory.resolve("Image"), "kernel");
    Path file = directory.resolve("vm.json");
    Files.writeString(
        file,
        """
        {"name": "a", "boot": {"kernel": "Image"}, "console": {"connect": "%s"}}"""
            .formatted(connect));

    assertThat(run("run", "--accel=nested", file.toString())).isEqualTo(ERROR);
    assertThat(err.toString().lines())
        .last()
        .asString()
        .contains("$.console: ", "would lead to places in the emulated host", "leave them out");
    assertThat(directory.resolve("console")).doesNotExist();
  }

  @Test
  void withDebugAnErrorComesWithItsStackTrace() {
    assertThat(run("--debug", "validate", directory.resolve("no.json").toString()))
        .isEqualTo(ERROR);
    assertThat(err.toString()).contains("at io.jvmm.monitor.spec.SpecReader");
  }

  @Test
  void debugMayAlsoFollowTheSubcommand() {
    assertThat(run("validate", "--debug", directory.resolve("no.json").toString()))
        .isEqualTo(ERROR);
    assertThat(err.toString()).contains("at io.jvmm.monitor.spec.SpecReader");
  }

  @Test
  void aValidSpecificationIsSaidToBeValid() throws IOException {
    Files.writeString(directory.resolve("Image"), "kernel");
    Path file = directory.resolve("vm.json");
    Files.writeString(file, "{\"name\": \"a\", \"boot\": {\"kernel\": \"Image\"}}");

    assertThat(run("validate", file.toString())).isZero();
    assertThat(out.toString()).contains("'a' is valid");
  }

  @Test
  void aKernelIsLoadedWithoutASpecificationOrAHost() throws IOException {
    Path kernel = Files.write(directory.resolve("Image"), smallestImage());
    Path output = directory.resolve("loaded");

    assertThat(run("load", "-k", kernel.toString(), "-m", "64M", "-o", output.toString())).isZero();

    assertThat(out.toString().lines())
        .first()
        .asString()
        .startsWith("assumes a host with GICv2, GICv3 and ITS");
    assertThat(out.toString()).contains("entry   0x40200000\n", "kernel: arm64 Image");
    assertThat(output.resolve("plan.txt")).exists();
    assertThat(output.resolve("machine.dts")).content().contains("bootargs = \"\";");
  }

  @Test
  void aDirectoryIsPackedAsAnInitrd() throws IOException {
    Path kernel = Files.write(directory.resolve("Image"), smallestImage());
    Path tests = Files.createDirectory(directory.resolve("tests"));
    Files.writeString(tests.resolve("init"), "#!/bin/sh");

    assertThat(run("load", "-k", kernel.toString(), "--initrd-add", tests.toString())).isZero();
    assertThat(out.toString()).contains("initrd: ", tests.toString());
  }

  /** An arm64 Image of 4 KiB that takes 64 KiB. */
  private static byte[] smallestImage() {
    ByteBuffer image = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    return image.putLong(16, 0x1_0000).putLong(24, 0xa).putInt(56, 0x644d_5241).array();
  }

  @Test
  void anUnknownGuestImageIsReportedWithTheKnownOnes() throws IOException {
    Path file = directory.resolve("vm.json");
    Files.writeString(
        file, "{\"name\": \"a\", \"boot\": {\"kernel\": \"image:nonsense/vmlinuz\"}}");

    assertThat(run("validate", file.toString())).isEqualTo(ERROR);
    assertThat(err.toString()).contains("hello").contains("debian-trixie");
  }

  @Test
  void theSchemaIsPrinted() {
    assertThat(run("schema")).isZero();
    assertThat(out.toString()).startsWith("{").contains("json-schema.org");
  }

  private int run(String... arguments) {
    CommandLine line = JvmmCommand.commandLine(arguments);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
