package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.ForwardSpec.Protocol;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.NetworkSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworksTest {
  private final InetAddress loopback = InetAddress.getLoopbackAddress();

  @Test
  void aPortInUseIsToldWithItsPath() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, loopback)) {
      assertThat(Networks.problems(List.of(NetworkSpec.user(), forwarding(other.getLocalPort()))))
          .singleElement()
          .asString()
          .startsWith("$.networks[1].forwards[0].host: this machine cannot listen at 127.0.0.1:")
          .endsWith("choose another port or address");
    }
  }

  @Test
  void aFreePortIsNoProblemAndStaysFree() throws IOException {
    int port;
    try (ServerSocket other = new ServerSocket(0, 1, loopback)) {
      port = other.getLocalPort();
    }
    List<NetworkSpec> networks = List.of(forwarding(port));

    assertThat(Networks.problems(networks)).isEmpty();
    assertThat(Networks.problems(networks)).isEmpty();
  }

  @Test
  void anAddressThatIsNotTheHostsIsAProblem() {
    ForwardSpec elsewhere = new ForwardSpec(Protocol.UDP, HostEndpoint.parse("192.0.2.1:9"), 9);

    assertThat(Networks.problems(List.of(NetworkSpec.user().withForwards(List.of(elsewhere)))))
        .singleElement()
        .asString()
        .contains("192.0.2.1:9");
  }

  private static NetworkSpec forwarding(int port) {
    HostEndpoint host = new HostEndpoint("127.0.0.1", port);
    return NetworkSpec.user().withForwards(List.of(new ForwardSpec(Protocol.TCP, host, 22)));
  }
}
