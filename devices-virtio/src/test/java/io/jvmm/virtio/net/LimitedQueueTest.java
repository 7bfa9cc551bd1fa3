package io.jvmm.virtio.net;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.rate.FakePacer;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.RateSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limits, on a clock that the test moves. */
class LimitedQueueTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final long SECOND = 1_000_000_000L;
  private static final RateSpec TWENTY_PACKETS = new RateSpec(Optional.empty(), Optional.of(20));

  private final DriverMemory memory = new DriverMemory();
  private final QueuePair pair = QueuePair.at(memory, DriverMemory.BASE, 64);
  private final FakeNetwork.Port port = new FakeNetwork.Port();
  private final FakePacer pacer = new FakePacer();

  @Test
  void withoutLimitsNothingPauses() {
    send(10);

    serve(transmit(RateSpec.unlimited()));

    assertThat(pair.driver().takeUsed()).hasSize(10);
    assertThat(pacer.pauses()).isEmpty();
  }

  @Test
  void packetsPassAtTheirRate() {
    DeviceWorker.Handler queue = transmit(TWENTY_PACKETS);
    long start = pacer.nanoTime();
    send(12);

    serve(queue);

    assertThat(pair.driver().takeUsed()).hasSize(12);
    assertThat(pacer.nanoTime() - start).isEqualTo(SECOND / 2); // 2 at once, 10 at 50 ms, paid
    assertThat(pacer.pauses()).allMatch(nanos -> nanos <= Pacer.MAX_PAUSE);
  }

  @Test
  void bytesPassAtTheirRate() {
    RateSpec tenKib = new RateSpec(Optional.of(MemorySize.parse("10KiB")), Optional.empty());
    DeviceWorker.Handler queue = transmit(tenKib);
    long start = pacer.nanoTime();
    send(32);

    serve(queue);

    assertThat(pair.driver().takeUsed()).hasSize(32);
    assertThat(pacer.nanoTime() - start)
        .isBetween(32L * 60 * SECOND / 10240 - SECOND / 10, 32L * 60 * SECOND / 10240);
  }

  @Test
  void receivedFramesAreHeldBackToo() {
    NetContext context = NetContexts.limited(TWENTY_PACKETS, RateSpec.unlimited(), pacer);
    DeviceWorker.Handler queue =
        new LimitedQueue(
            new ReceiveQueue(pair.device(), port, true, () -> 0, context),
            context.receiveLimit(),
            pacer);
    long start = pacer.nanoTime();
    for (int i = 0; i < 12; i++) {
      port.deliver(new byte[NetHeader.BYTES], new byte[60]);
      pair.driver().add(writable(DATA + 0x2000, 2048));
    }

    serve(queue);

    assertThat(pair.driver().takeUsed()).hasSize(12);
    assertThat(pacer.nanoTime() - start).isEqualTo(SECOND / 2);
  }

  private void send(int frames) {
    for (int i = 0; i < frames; i++) {
      pair.driver().add(readable(DATA, NetHeader.BYTES + 60));
    }
  }

  private static void serve(DeviceWorker.Handler queue) {
    while (queue.step()) {
      // until there is nothing more to do
    }
  }

  private DeviceWorker.Handler transmit(RateSpec limit) {
    NetContext context = NetContexts.limited(RateSpec.unlimited(), limit, pacer);
    return new LimitedQueue(
        new TransmitQueue(pair.device(), port, 1518, 0, context), context.transmitLimit(), pacer);
  }
}
