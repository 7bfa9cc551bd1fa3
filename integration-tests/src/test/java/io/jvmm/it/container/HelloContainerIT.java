package io.jvmm.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmm.it.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The release in a container that has nothing but Debian packages: the nested host, its KVM and a
 * guest, all without privileges and without a network.
 */
class HelloContainerIT {
  /** Made from Debian packages by {@code ./dev docker up}. */
  private static final DockerImageName IMAGE = DockerImageName.parse("jvmm/test-machine:local");

  @BeforeEach
  void aDockerDaemonRuns() {
    boolean available = DockerClientFactory.instance().isDockerAvailable();
    if (Boolean.getBoolean("require.docker")) {
      assertThat(available).as("a Docker daemon is required here, and none answers").isTrue();
    }
    assumeTrue(available, "no Docker daemon answers: './dev docker up' starts one");
  }

  @Test
  void theSmallExampleRunsInAContainer() throws Exception {
    try (GenericContainer<?> machine = machine()) {
      machine.start();

      ExecResult result =
          machine.execInContainer(
              "sh",
              "-c",
              "echo 'echo $((6 * 7)); poweroff' | '%s' run '%s'"
                  .formatted(Checkout.launcher(), Checkout.prepared("hello")));

      assertThat(result.getExitCode()).as(result.toString()).isZero();
      assertThat(result.getStdout()).contains("42");
      assertThat(result.getStderr()).contains("nested host");
    }
  }

  private static GenericContainer<?> machine() {
    GenericContainer<?> machine =
        new GenericContainer<>(IMAGE)
            .withImagePullPolicy(_ -> false)
            .withNetworkMode("none")
            .withCommand("sleep", "infinity")
            .withStartupTimeout(Duration.ofMinutes(2));
    for (Path shared : List.of(Checkout.root(), cache())) {
      machine.withFileSystemBind(shared.toString(), shared.toString(), BindMode.READ_ONLY);
    }
    return machine
        .withTmpFs(Map.of("/run/user", "rw,exec"))
        .withEnv("XDG_RUNTIME_DIR", "/run/user")
        .withEnv("XDG_CACHE_HOME", String.valueOf(cache().getParent()));
  }

  private static Path cache() {
    String home =
        System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
    Path cache = Path.of(home, "jvmm");
    assertThat(Files.isDirectory(cache)).as("%s", cache).isTrue();
    return cache;
  }
}
