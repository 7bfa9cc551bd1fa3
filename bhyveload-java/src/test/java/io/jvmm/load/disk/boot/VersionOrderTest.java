package io.jvmm.load.disk.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the specification, and kernels. */
class VersionOrderTest {
  private final VersionOrder order = new VersionOrder();

  @ParameterizedTest
  @CsvSource({
    "bar-123, foo-123",
    "123, 123a",
    "123, 123.a",
    "123.a, 123.b",
    "123.a, 123a",
    "A, a",
    "'', 0",
    "0, 0.",
    "0, 0.0",
    "1_, 1.2",
    "1.3.3, 1_2_3",
    "1+, 1.2",
    "6.12~rc1, 6.12",
    "6.12~rc1, 6.12~rc2",
    "6.9.12, 6.12.3",
    "6.12.9, 6.12.10",
    "6.12.48-1, 6.12.48-2",
    "6.12.48-1, 6.12.48.1",
    "6.12, 6.12^1",
    "6.12.1, 6.12^1",
    "99999999999999999999, 100000000000000000000"
  })
  void theOlderOneComesFirst(String older, String newer) {
    assertThat(order.compare(older, newer)).isNegative();
    assertThat(order.compare(newer, older)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"11, 11", "systemd-123, systemd-123", "11α, 11β", "1_, 1", "_1, 1", "+1, 1", "01, 1"})
  void whatDoesNotMatterIsPassedOver(String one, String other) {
    assertThat(order.compare(one, other)).isZero();
    assertThat(order.compare(other, one)).isZero();
  }
}
