package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostSizeTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 2, 2048", "2, 8, 2, 4096", "64, 256, 8, 8192"})
  void itSuitsTheMachine(int cpus, long gib, int itsCpus, int itsMib) {
    assertThat(HostSize.suited(cpus, gib << 30)).isEqualTo(new HostSize(itsCpus, itsMib));
  }

  @Test
  void itHasWhatIsNeededAndNoLess() {
    assertThat(new HostSize(2, 2048).withAtLeast(3072)).isEqualTo(new HostSize(2, 3072));
    assertThat(new HostSize(2, 2048).withAtLeast(1024)).isEqualTo(new HostSize(2, 2048));
  }

  @Test
  void itIsReadAsItWasWritten() {
    HostSize size = new HostSize(4, 12288);

    assertThat(HostSize.parse(size.toString())).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "4 -1", "4 1e9", "4 12345678901234567890"})
  void anythingElseIsOfAnotherVersion(String text) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> HostSize.parse(text))
        .withMessageContaining("jvmm host down");
  }
}
