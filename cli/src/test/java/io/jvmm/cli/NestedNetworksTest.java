package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.ForwardSpec.Protocol;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.TapSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NestedNetworksTest {
  @Test
  void aForwardPassesTheNestedHostAtAnAddressWhereAllPortsAreFree() {
    NestedNetworks networks =
        NestedNetworks.of(
            List.of(
                with(forward(Protocol.TCP, "127.0.0.1:22", 22)),
                with(forward(Protocol.UDP, "127.0.0.1:53", 5353))));

    assertThat(networks.around())
        .containsExactly(
            forward(Protocol.TCP, "127.0.0.1:22", 22), forward(Protocol.UDP, "127.0.0.1:53", 53));
    assertThat(networks.inside().getFirst().forwards())
        .containsExactly(forward(Protocol.TCP, "10.0.2.16:22", 22));
    assertThat(networks.inside().getLast().forwards())
        .containsExactly(forward(Protocol.UDP, "10.0.2.16:53", 5353));
  }

  @Test
  void thisMachinesLoopbackIsHiddenBehindTheNestedHosts() {
    NetworkSpec hidden = NetworkSpec.user();
    NetworkSpec reachable = hidden.withHostLoopback(true);

    assertThat(NestedNetworks.of(List.of(hidden, reachable)).inside())
        .containsExactly(reachable, hidden);
  }

  @Test
  void anIpv6AddressIsRefused() {
    assertThatThrownBy(
            () -> NestedNetworks.of(List.of(with(forward(Protocol.TCP, "[::1]:2222", 22)))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[::1]:2222");
  }

  @Test
  void anInterfaceOfTheNestedHostsIsOfNoUse() {
    NetworkSpec tap = NetworkSpec.tap(new TapSpec("tap0", Optional.empty(), Optional.empty(), 1));

    assertThatThrownBy(() -> NestedNetworks.of(List.of(tap)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("use \"user\" on this machine");
  }

  private static NetworkSpec with(ForwardSpec forward) {
    return NetworkSpec.user().withForwards(List.of(forward));
  }

  private static ForwardSpec forward(Protocol protocol, String host, int guest) {
    return new ForwardSpec(protocol, HostEndpoint.parse(host), guest);
  }
}
