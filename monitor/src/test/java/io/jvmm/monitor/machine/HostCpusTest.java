package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.HostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostCpusTest {
  @ParameterizedTest
  @CsvSource({"0,true", "3,true", "4,false", "7,false", "8,true", "9,false"})
  void rangesAndSinglesAreUnderstood(int cpu, boolean online) {
    assertThat(HostCpus.parse("0-3,8").contains(cpu)).isEqualTo(online);
  }

  @Test
  void readsAsPeopleWriteIt() {
    assertThat(HostCpus.parse("0-3,8")).hasToString("0 to 3, 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "0-", "-1", "0,,2", "999999"})
  void anythingElseIsTheHostsFault(String text) {
    assertThatExceptionOfType(HostException.class).isThrownBy(() -> HostCpus.parse(text));
  }
}
