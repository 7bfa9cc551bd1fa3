package io.jvmm.virtio.net.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.linux.tap.TapInterface.Offload;
import io.jvmm.virtio.net.NetOffload;
import org.junit.jupiter.api.Test;

/** What needs no interface of the host; those are in the nested tests. */
class TapBackendTest {
  @Test
  void theHostIsToldOfAllThatTheDriverTakes() {
    assertThat(TapBackend.offloads(NetOffload.OF_GUEST))
        .containsExactlyInAnyOrder(Offload.values());
  }

  @Test
  void withoutChecksumsThereIsNothing() {
    assertThat(TapBackend.offloads(NetOffload.OF_GUEST & ~NetOffload.GUEST_CSUM)).isEmpty();
  }

  @Test
  void congestionBitsComeOnlyWithSegmentation() {
    assertThat(TapBackend.offloads(NetOffload.GUEST_CSUM | NetOffload.GUEST_ECN))
        .containsExactly(Offload.CHECKSUM);
    assertThat(
            TapBackend.offloads(
                NetOffload.GUEST_CSUM | NetOffload.GUEST_TSO6 | NetOffload.GUEST_ECN))
        .containsExactlyInAnyOrder(Offload.CHECKSUM, Offload.TCP6, Offload.TCP_ECN);
  }
}
