package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.GuestAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootRequestTest {
  @TempDir Path directory;

  private static BootRequest.Builder request() {
    return TestBoot.request(TestImage.image().bytes());
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    Path absent = directory.resolve("absent");
    BootRequest.Builder request =
        BootRequest.in(TestBoot.RAM)
            .kernel(absent)
            .initrd(absent)
            .commandLine("x".repeat(2048))
            .entry(new GuestAddress(0x4000_0000));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(request::build)
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "kernel " + absent + " does not exist: check the path",
                        "initrd " + absent + " does not exist: check the path",
                        "the kernel's command line has 2048 bytes, and arm64 kernels cut it off"
                            + " after 2047: shorten it",
                        "an entry point counts only for a kernel with a load address: add one"));
  }

  @Test
  void aCommandLineOfAllTheBytesThatAKernelKeepsIsFine() {
    assertThat(request().commandLine("x".repeat(2047)).build().commandLine()).hasSize(2047);
  }

  @Test
  void aCommandLineWithANulIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> request().commandLine("root=/dev/vda\0 evil").build())
        .withMessageContaining("NUL");
  }

  @Test
  void aRequestWithoutKernelIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> BootRequest.in(TestBoot.RAM).build())
        .withMessage("there is no kernel to boot: name one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=b", "a\0b"})
  void aVariableThatWouldNotArriveIsRefused(String name) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> request().environment(Map.of(name, "1")).build())
        .withMessageStartingWith("the kernel's environment has a variable \"" + name + "\"");
  }

  @Test
  void byDefaultEveryPageSizeWillDo() {
    assertThat(request().build().pageSizes()).containsExactlyInAnyOrder(PageSize.values());
  }
}
