package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecFileTest {
  @Test
  void aMachinesDirectoryFollowsXdgStateHome() {
    assertThat(SpecFile.directoryOf("a", Map.of("XDG_STATE_HOME", "/state")))
        .isEqualTo(Path.of("/state/jvmm/vms/a"));
  }

  @Test
  void aRelativeXdgStateHomeIsIgnoredAsTheSpecificationSays() {
    assertThat(SpecFile.directoryOf("a", Map.of("XDG_STATE_HOME", "state")))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/jvmm/vms/a"));
  }
}
