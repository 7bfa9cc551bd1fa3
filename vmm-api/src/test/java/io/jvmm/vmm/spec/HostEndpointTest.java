package io.jvmm.vmm.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostEndpointTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:2222", "0.0.0.0:1", "[::1]:65535", "[fe80::1]:22"})
  void anAddressAndAPortReadBackAsTheyWereWritten(String text) {
    HostEndpoint endpoint = HostEndpoint.parse(text);

    assertThat(endpoint).hasToString(text);
    assertThat(endpoint.toSocketAddress().getPort()).isEqualTo(endpoint.port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2222",
        ":2222",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:ssh",
        "127.0.0.1:123456",
        "localhost:22",
        "::1:22",
        "[::1]",
        "127.0.0.1:22 "
      })
  void whatIsNoAddressAndPortIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> HostEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1:2222");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "127.0.0.1:65536"})
  void portsThatDoNotExistAreRefused(String text) {
    assertThatThrownBy(() -> HostEndpoint.parse(text)).hasMessageContaining("1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.0.0.1:22", "[:::]:22"})
  void addressesThatDoNotExistAreRefused(String text) {
    assertThatThrownBy(() -> HostEndpoint.parse(text)).hasMessageContaining("is no IP address");
  }
}
