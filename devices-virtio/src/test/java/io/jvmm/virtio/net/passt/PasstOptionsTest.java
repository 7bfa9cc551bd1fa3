package io.jvmm.virtio.net.passt;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.ForwardSpec.Protocol;
import io.jvmm.vmm.spec.HostEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasstOptionsTest {
  @Test
  void itStaysInTheForegroundAndEndsWithItsConnection() {
    assertThat(options().words()).contains("--foreground", "--one-off");
  }

  @Test
  void theMtuIsTold() {
    assertThat(options().words()).containsSequence("--mtu", "1500");
  }

  @Test
  void theHostsLoopbackIsHiddenUnlessItWasAskedFor() {
    assertThat(new PasstOptions(1500, false, List.of()).words()).contains("--no-map-gw");
    assertThat(new PasstOptions(1500, true, List.of()).words()).doesNotContain("--no-map-gw");
  }

  @Test
  void aForwardListensAtItsAddressOnly() {
    assertThat(
            options(
                    new ForwardSpec(Protocol.TCP, HostEndpoint.parse("127.0.0.1:2222"), 22),
                    new ForwardSpec(Protocol.UDP, HostEndpoint.parse("[::1]:5353"), 53))
                .words())
        .containsSequence("--tcp-ports", "127.0.0.1/2222:22", "--udp-ports", "::1/5353:53");
  }

  private static PasstOptions options(ForwardSpec... forwards) {
    return new PasstOptions(1500, false, List.of(forwards));
  }
}
