package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineHomeTest {
  private static Path directory(String xdgStateHome) {
    return MachineHome.of("a", Map.of("XDG_STATE_HOME", xdgStateHome)).directory();
  }

  @Test
  void aMachinesDirectoryFollowsXdgStateHome() {
    assertThat(directory("/state")).isEqualTo(Path.of("/state/jvmm/vms/a"));
  }

  @Test
  void aRelativeXdgStateHomeIsIgnoredAsTheSpecificationSays() {
    assertThat(directory("state"))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/jvmm/vms/a"));
  }
}
