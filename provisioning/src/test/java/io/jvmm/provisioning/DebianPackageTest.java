package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebianPackageTest {
  private static final String SHA = "0123456789abcdef".repeat(4);
  private static final String LINE =
      "'http://archive/pool/main/z/zlib1g_1.3.deb' zlib1g_1%3a1.3+b1_arm64.deb 85116 SHA256:" + SHA;

  @Test
  void aptsLineIsRead() {
    DebianPackage zlib = DebianPackage.ofUriLine(LINE).orElseThrow();

    assertThat(zlib)
        .isEqualTo(
            new DebianPackage("zlib1g", "1:1.3+b1", "zlib1g_1%3a1.3+b1_arm64.deb", 85116, SHA));
  }

  @Test
  void aVersionIsAskedForExactly() {
    assertThat(DebianPackage.ofUriLine(LINE).orElseThrow().exactly()).isEqualTo("zlib1g=1:1.3+b1");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    DebianPackage zlib = DebianPackage.ofUriLine(LINE).orElseThrow();

    assertThat(DebianPackage.ofUriLine(zlib.uriLine())).contains(zlib);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Reading package lists...",
        "W: something is odd",
        "'http://a/x.deb' ../../etc/x_1_arm64.deb 5 SHA256:00",
        "'http://a/x.deb' /etc/x_1_arm64.deb 5 SHA256:00",
        "'http://a/x.deb' x_1_arm64.deb 5 MD5Sum:00",
        "'http://a/x.deb' x_1_arm64.deb -5 SHA256:00"
      })
  void otherLinesHoldNoPackage(String line) {
    assertThat(DebianPackage.ofUriLine(line)).isEmpty();
  }

  @Test
  void aRequestKeepsWhatItsPrefixesSay() {
    PackageRequest request =
        PackageRequest.withDependencies("trixie", Architecture.ARM64, "zlib1g").keepingOnly("zlib");

    assertThat(request.keeps(DebianPackage.ofUriLine(LINE).orElseThrow())).isTrue();
    assertThat(request.keepingOnly("libc6").keeps(DebianPackage.ofUriLine(LINE).orElseThrow()))
        .isFalse();
  }

  @Test
  void differentRequestsHaveDifferentKeys() {
    PackageRequest request =
        PackageRequest.withDependencies("trixie", Architecture.ARM64, "zlib1g");

    assertThat(request.key()).startsWith("zlib1g-").isNotEqualTo(request.keepingOnly("z").key());
  }
}
