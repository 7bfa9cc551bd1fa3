package io.jvmm.virtio.net;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.DisabledQueue;
import io.jvmm.virtio.rate.FakePacer;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.RateSpec;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits, on a clock that the test moves. */
class NetQueuesTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
  private static final RateSpec TWENTY_PACKETS = new RateSpec(Optional.empty(), Optional.of(20));

  private final DriverMemory memory = new DriverMemory();
  private final QueuePair receive = QueuePair.at(memory, DriverMemory.BASE, 64);
  private final QueuePair transmit = QueuePair.at(memory, DriverMemory.BASE + 0x4000, 64);
  private final FrameBuffers frames = new FrameBuffers();
  private final FrameQueue inbound = frames.inbound();
  private final FakePacer pacer = new FakePacer();

  @BeforeEach
  void aDriverRunsTheInterface() {
    frames.open();
  }

  @Test
  void withoutLimitsNothingPauses() {
    NetQueues queues = queues(RateSpec.unlimited(), RateSpec.unlimited());
    send(10);

    serve(queues);

    assertThat(transmit.driver().takeUsed()).hasSize(10);
    assertThat(pacer.pauses()).isEmpty();
  }

  @Test
  void packetsPassAtTheirRate() {
    NetQueues queues = queues(RateSpec.unlimited(), TWENTY_PACKETS);
    long start = pacer.nanoTime();
    send(12);

    serve(queues);

    assertThat(transmit.driver().takeUsed()).hasSize(12);
    assertThat(pacer.nanoTime() - start).isEqualTo(500_000_000L); // 2 at once, 10 at 50 ms, paid
    assertThat(pacer.pauses()).allMatch(nanos -> nanos <= Pacer.MAX_PAUSE);
  }

  @Test
  void bytesPassAtTheirRate() {
    RateSpec tenKib = new RateSpec(Optional.of(MemorySize.parse("10KiB")), Optional.empty());
    NetQueues queues = queues(RateSpec.unlimited(), tenKib);
    long start = pacer.nanoTime();
    send(32);

    serve(queues);

    assertThat(transmit.driver().takeUsed()).hasSize(32);
    long seconds = 1_000_000_000L;
    assertThat(pacer.nanoTime() - start)
        .isBetween(32L * 60 * seconds / 10240 - seconds / 10, 32L * 60 * seconds / 10240);
  }

  @Test
  void aDirectionThatIsHeldBackDoesNotHoldBackTheOther() {
    NetQueues queues = queues(RateSpec.unlimited(), TWENTY_PACKETS);
    send(8);
    for (int i = 0; i < 8; i++) {
      inbound.offer(new byte[60]);
      receive.driver().add(writable(DATA + 0x2000, 2048));
    }

    for (int i = 0; i < 20; i++) {
      queues.step();
    }

    assertThat(receive.driver().takeUsed()).hasSize(8);
    assertThat(transmit.driver().takeUsed()).hasSizeLessThan(8);
  }

  @Test
  void receivedFramesAreHeldBackToo() {
    NetQueues queues = queues(TWENTY_PACKETS, RateSpec.unlimited());
    long start = pacer.nanoTime();
    for (int i = 0; i < 12; i++) {
      inbound.offer(new byte[60]);
      receive.driver().add(writable(DATA + 0x2000, 2048));
    }

    serve(queues);

    assertThat(receive.driver().takeUsed()).hasSize(12);
    assertThat(pacer.nanoTime() - start).isEqualTo(500_000_000L);
  }

  private void send(int frames) {
    for (int i = 0; i < frames; i++) {
      transmit.driver().add(readable(DATA, NetHeader.BYTES + 60));
    }
  }

  private static void serve(NetQueues queues) {
    while (queues.step()) {
      // until there is nothing more to do
    }
  }

  private NetQueues queues(RateSpec receiveLimit, RateSpec transmitLimit) {
    NetSettings settings = new NetSettings(MAC, 1500, receiveLimit, transmitLimit);
    ProblemLog problems = new ProblemLog("net");
    return new NetQueues(
        new ReceiveQueue(receive.device(), true, frames, problems),
        new TransmitQueue(transmit.device(), settings.maxFrame(), frames, problems),
        new ControlQueue(new DisabledQueue(), new NetConfig(MAC, 1500)),
        settings,
        pacer);
  }
}
