package io.jvmm.vmm.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileReferenceTest {
  @Test
  void aTextWithoutPrefixIsAPath() {
    assertThat(FileReference.parse("../kernel")).isEqualTo(new FileReference.HostPath("../kernel"));
  }

  @Test
  void anImageReferenceHasANameAndAFile() {
    assertThat(FileReference.parse("image:debian-trixie/vmlinuz"))
        .isEqualTo(new FileReference.ImageFile("debian-trixie", "vmlinuz"));
  }

  @Test
  void aVmReferenceHasAFile() {
    assertThat(FileReference.parse("vm:root.img")).isEqualTo(new FileReference.VmFile("root.img"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "image:", "image:x", "image:x/", "image:/x", "vm:", "vm:a/b"})
  void aMalformedReferenceIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> FileReference.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image:../x", "image:x/..", "vm:..", "vm:../other/root.img"})
  void aReferenceCannotLeaveItsDirectory(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileReference.parse(text))
        .withMessageContaining("plain file name");
  }
}
