package io.jvmm.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.provisioning.Architecture;
import io.jvmm.vmm.error.ConfigurationException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackagesCommandTest {
  @Test
  void theTimeOfAllFilesIsGivenInSeconds() {
    assertThat(PackagesCommand.time(Map.of("SOURCE_DATE_EPOCH", "1700000000")))
        .isEqualTo(Instant.parse("2023-11-14T22:13:20Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "1.5", "99999999999999999999"})
  void anotherTimeIsRefusedAndSaid(String text) {
    assertThatThrownBy(() -> PackagesCommand.time(Map.of("SOURCE_DATE_EPOCH", text)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SOURCE_DATE_EPOCH='%s'", text);
  }

  @Test
  void archivesAreNamedForTheMachineAsTheLauncherAsksForIt() {
    assertThat(Packages.machine(Architecture.ARM64)).isEqualTo("aarch64");
    assertThat(Packages.machine(Architecture.AMD64)).isEqualTo("x86_64");
  }
}
