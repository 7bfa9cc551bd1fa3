package io.jvmm.load.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "2047, 1.9 KiB",
    "31457280, 30 MiB",
    "1073741824, 1 GiB",
    "9223372036854775807, 7.9 EiB"
  })
  void sizesReadAsPeopleSayThem(long bytes, String text) {
    assertThat(ByteSize.of(bytes)).isEqualTo(text);
  }
}
