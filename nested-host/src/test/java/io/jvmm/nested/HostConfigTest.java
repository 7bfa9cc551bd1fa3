package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostConfigTest {
  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                new HostConfig(
                    0,
                    100,
                    4,
                    "max",
                    HostClock.WALL,
                    List.of(),
                    HostNetwork.ISOLATED,
                    false,
                    Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("CPUs, not 0")
        .hasMessageContaining("MiB, not 100")
        .hasMessageContaining("not 4");
  }

  @Test
  void aDirectoryIsSharedBeforeThoseBelowIt() {
    SharedDirectory inner = SharedDirectory.readWrite(Path.of("/home/u/work"));
    SharedDirectory outer = SharedDirectory.readOnly(Path.of("/home/u"));

    HostConfig config = HostConfig.of(1024, List.of(inner, outer, inner));

    assertThat(config.shared()).containsExactly(outer, inner);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/usr", "/etc", "/host", "/proc/self", "/sys/class", "/home/../dev"})
  void theHostsOwnDirectoriesAreNotShared(String path) {
    assertThatThrownBy(() -> SharedDirectory.readOnly(Path.of(path)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("share a directory below it");
  }

  @Test
  void aPathThatTheTableCannotHoldIsRefused() {
    assertThatThrownBy(() -> SharedDirectory.readOnly(Path.of("/a\nb")))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aRelativePathIsTakenFromTheCurrentDirectory() {
    assertThat(SharedDirectory.readWrite(Path.of("x")).path())
        .isEqualTo(Path.of("x").toAbsolutePath());
  }
}
