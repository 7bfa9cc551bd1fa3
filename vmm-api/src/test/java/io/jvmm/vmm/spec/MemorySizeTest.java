package io.jvmm.vmm.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  @ParameterizedTest
  @CsvSource({"1B,1", "4KiB,4096", "512MiB,536870912", "1 GiB,1073741824", "2TiB,2199023255552"})
  void unitsAreBinary(String text, long bytes) {
    assertThat(MemorySize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GiB", "1", "1GB", "1.5GiB", "-1GiB", "0MiB", "1gib", "1GiB "})
  void whatHasNoSenseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MemorySize.parse(text));
  }

  @Test
  void aNumberTooLargeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemorySize.parse("9999999999999TiB"))
        .withMessageContaining("more than any machine has");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1B", "1000B", "4KiB", "1536MiB", "3TiB"})
  void itPrintsAsItParses(String text) {
    assertThat(MemorySize.parse(text)).hasToString(text);
  }
}
