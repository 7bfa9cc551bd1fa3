package io.jvmm.vmm.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressTest {
  @Test
  void anAddressHasFourOctetsAndANetwork() {
    NetworkAddress address = NetworkAddress.parse("192.0.2.1/24");

    assertThat(address.octets()).containsExactly(192, 0, 2, 1);
    assertThat(address.prefix()).isEqualTo(24);
    assertThat(address).hasToString("192.0.2.1/24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.1",
        "192.0.2/24",
        "192.0.2.1/",
        "192.0.2.1/0",
        "192.0.2.1/33",
        "192.0.2.256/24",
        "1.2.3.4.5/8",
        "host/24",
        "fe80::1/64",
        " 192.0.2.1/24"
      })
  void whatIsNoneIsRefusedWithTheText(String text) {
    assertThatThrownBy(() -> NetworkAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'");
  }
}
