package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianMirrorTest {
  @Test
  void theEnvironmentsMirrorComesFirst() {
    DebianMirror mirror =
        DebianMirror.ofThisMachine(Map.of("JVMM_DEBIAN_MIRROR", "http://near.example/debian"));

    assertThat(mirror.uri()).isEqualTo("http://near.example/debian");
  }

  @Test
  void theEnvironmentsKeyringIsUsed(@TempDir Path directory) throws Exception {
    Path keyring = Files.writeString(directory.resolve("keys.gpg"), "");

    DebianMirror mirror =
        DebianMirror.ofThisMachine(
            Map.of("JVMM_DEBIAN_MIRROR", "http://m", "JVMM_DEBIAN_KEYRING", "" + keyring));

    assertThat(mirror.keyring()).contains(keyring);
  }

  @Test
  void securityAndForeignArchivesAreNotMirrors() {
    List<String> sources =
        List.of(
            "http://vendor.example/tools/ nodistro",
            "http://m.example/debian-security/ bookworm-security",
            "http://m.example/debian/ bookworm-updates",
            "http://m.example/debian/ bookworm");

    assertThat(DebianMirror.amongSources(sources)).contains("http://m.example/debian/");
  }

  @Test
  void aMachineOfAnotherDistributionHasNoMirror() {
    assertThat(DebianMirror.amongSources(List.of("http://u.example/ubuntu/ noble"))).isEmpty();
  }
}
