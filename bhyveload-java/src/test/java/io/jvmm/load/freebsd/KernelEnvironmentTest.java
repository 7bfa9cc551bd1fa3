package io.jvmm.load.freebsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelEnvironmentTest {
  private static String text(KernelEnvironment environment) {
    return new String(environment.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void variablesAreEndedOneByOneAndAllTogether() {
    KernelEnvironment environment = new KernelEnvironment(Map.of("kern.hz", "100"), "");

    assertThat(text(environment)).isEqualTo("kern.hz=100\0\0");
    assertThat(environment.howto()).isZero();
  }

  @Test
  void withoutVariablesThereIsStillAnEnd() {
    assertThat(text(new KernelEnvironment(Map.of(), ""))).isEqualTo("\0");
  }

  @Test
  void theCommandLineHasVariablesToo() {
    KernelEnvironment environment =
        new KernelEnvironment(Map.of("a", "1"), " a=2\tvfs.root.mountfrom=ufs:/dev/vtbd0=x  quiet");

    assertThat(text(environment))
        .isEqualTo("a=2\0vfs.root.mountfrom=ufs:/dev/vtbd0=x\0quiet=1\0\0");
  }

  @Test
  void lettersOnTheCommandLineSayHowToBoot() {
    KernelEnvironment environment = new KernelEnvironment(Map.of(), "-sv -h -?");

    assertThat(environment.howto()).isEqualTo(0x2 | 0x800 | 0x1000);
    assertThat(text(environment)).isEqualTo("\0");
  }

  @Test
  void theSpeedOfTheSerialPortIsAVariable() {
    KernelEnvironment environment = new KernelEnvironment(Map.of(), "-vS115200");

    assertThat(environment.howto()).isEqualTo(0x800);
    assertThat(text(environment)).isEqualTo("comconsole_speed=115200\0\0");
  }

  @Test
  void variablesSayHowToBootUnlessTheyAreNo() {
    assertThat(new KernelEnvironment(Map.of("boot_verbose", "YES"), "").howto()).isEqualTo(0x800);
    assertThat(new KernelEnvironment(Map.of("boot_single", "no"), "").howto()).isZero();
  }
}
