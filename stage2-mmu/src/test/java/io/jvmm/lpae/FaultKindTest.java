package io.jvmm.lpae;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultKindTest {
  /** DFSC in ESR_ELx.ISS. */
  @ParameterizedTest
  @CsvSource({
    "ADDRESS_SIZE, 0, 0b000000",
    "ADDRESS_SIZE, 3, 0b000011",
    "ADDRESS_SIZE, -1, 0b101001",
    "TRANSLATION, 0, 0b000100",
    "TRANSLATION, 2, 0b000110",
    "TRANSLATION, -1, 0b101011",
    "ACCESS_FLAG, 0, 0b001000",
    "ACCESS_FLAG, 3, 0b001011",
    "PERMISSION, 1, 0b001101",
    "EXTERNAL_ABORT, 0, 0b010100",
    "EXTERNAL_ABORT, 3, 0b010111",
    "EXTERNAL_ABORT, -1, 0b010011"
  })
  void theStatusCodeNamesKindAndLevel(FaultKind kind, int level, String code) {
    assertThat(kind.status(level)).isEqualTo(Integer.parseInt(code.substring(2), 2));
  }
}
