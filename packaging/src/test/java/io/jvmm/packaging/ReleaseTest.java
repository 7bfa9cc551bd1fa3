package io.jvmm.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {
  @TempDir private Path directory;
  private FakeRelease fake;

  @BeforeEach
  void aRelease() throws Exception {
    fake = new FakeRelease(directory.resolve("dist"));
  }

  @Test
  void itsVersionIsThatOfTheCommand() {
    assertThat(fake.release().version()).isEqualTo("1.2-SNAPSHOT");
  }

  @Test
  void itNeedsWhatItsModulesRequireOfJavaAndNotWhatTheyMayDoWithout() {
    assertThat(fake.release().platformModules())
        .as("of lib and lib/http; not static, not of the release itself")
        .containsExactly("java.base", "java.naming", "jdk.jfr");
  }

  @Test
  void theProgramIsWithoutTheManual() {
    assertThat(fake.release().program().entries().keySet())
        .contains("bin/jvmm", "lib/io.jvmm.cli/module-info.class")
        .doesNotContain("share");
  }

  @Test
  void whereThereIsNoReleaseItIsSaidHowToMakeOne() {
    assertThatThrownBy(() -> new Release(directory.resolve("elsewhere")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("elsewhere")
        .hasMessageContaining("./dev build");
  }
}
