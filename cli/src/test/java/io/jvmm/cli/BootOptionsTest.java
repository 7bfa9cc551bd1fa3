package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.spec.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class BootOptionsTest {
  private final BootOptions.Memory memory = new BootOptions.Memory();

  @ParameterizedTest
  @CsvSource({
    "512MiB, 512MiB",
    "512M,   512MiB",
    "64k,    64KiB",
    "2g,     2GiB",
    "1T,     1TiB",
    "256,    256MiB",
    "1048575, 1048575MiB",
    "1048576, 1MiB"
  })
  void memoryIsWrittenAsInASpecificationOrAsForBhyve(String text, String size) {
    assertThat(memory.convert(text)).isEqualTo(MemorySize.parse(size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1X", "MiB", "99999999999999999T", "1 G"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> memory.convert(text));
  }

  @Test
  void withoutOptionsNothingIsOverridden() {
    assertThat(new BootOptions().overrides().areComplete()).isFalse();
  }
}
