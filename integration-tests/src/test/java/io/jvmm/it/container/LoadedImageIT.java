package io.jvmm.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmm.it.PackagedFiles;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image for this machine, as Docker takes it. */
class LoadedImageIT {
  private static final String MACHINE =
      System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";

  @TempDir private Path directory;

  @BeforeEach
  void aDockerDaemonRuns() throws Exception {
    boolean available = Shell.run("", List.of("sh", "-c", "docker version")).status() == 0;
    if (Boolean.getBoolean("require.docker")) {
      assertThat(available).as("a Docker daemon is required here, and none answers").isTrue();
    }
    assumeTrue(available, "no Docker daemon answers: './dev docker up' starts one");
  }

  @Test
  void theImageIsLoadedAndItsEntryPointIsTheCommand() throws Exception {
    String loaded = docker("load", "--input", PackagedFiles.image(MACHINE).toString());
    String image = loaded.strip().replaceFirst("(?s).*Loaded image: ", "");
    Files.writeString(directory.resolve("Image"), "kernel");
    Files.writeString(
        directory.resolve("vm.json"), "{\"name\": \"a\", \"boot\": {\"kernel\": \"Image\"}}");
    List<String> machines = List.of("--volume", directory + ":/machines:ro");

    assertThat(run(image, List.of(), "version")).startsWith("jvmm ").contains("Java 25");
    assertThat(run(image, machines, "validate", "/machines/vm.json")).contains("'a' is valid");
  }

  private static String run(String image, List<String> options, String... words)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
    arguments.addAll(options);
    arguments.add(image);
    arguments.addAll(List.of(words));
    return docker(arguments.toArray(String[]::new));
  }

  private static String docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Result result = Shell.run("", command);
    assertThat(result.status()).as(result.toString()).isZero();
    return result.output();
  }
}
