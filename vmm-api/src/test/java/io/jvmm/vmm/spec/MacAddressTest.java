package io.jvmm.vmm.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @Test
  void anAddressReadsBackAsItWasWritten() {
    assertThat(MacAddress.parse("02:00:5E:10:00:ff")).hasToString("02:00:5e:10:00:ff");
    assertThat(MacAddress.parse("02:00:5e:10:00:ff").octets())
        .containsExactly(2, 0, 0x5e, 0x10, 0, 0xff);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02:00:00:00:00",
        "02:00:00:00:00:1",
        "02-00-00-00-00-01",
        "02:00:00:00:00:0g",
        "02:00:00:00:00:01:02",
        "01:00:5e:00:00:01",
        "ff:ff:ff:ff:ff:ff",
        "00:00:00:00:00:00"
      })
  void whatIsNoInterfacesAddressIsRefusedByName(String text) {
    assertThatThrownBy(() -> MacAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void aDerivedAddressIsAlwaysTheSameAndLocallyAdministered() {
    MacAddress derived = MacAddress.derived("debian", 0);

    assertThat(derived).isEqualTo(MacAddress.derived("debian", 0));
    assertThat(derived.octets()[0] & 3).isEqualTo(2);
  }

  @Test
  void derivedAddressesDifferByMachineAndByInterface() {
    assertThat(MacAddress.derived("a", 0)).isNotEqualTo(MacAddress.derived("b", 0));
    assertThat(MacAddress.derived("a", 0)).isNotEqualTo(MacAddress.derived("a", 1));
  }
}
