package io.jvmm.virtio.net;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.rate.FakePacer;
import io.jvmm.virtio.rate.RateLimiter;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.DriverQueue.Used;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.spec.RateSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 5.1.6.3 and 5.1.6.4. */
class ReceiveQueueTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final int HEADER = NetHeader.BYTES;

  private final DriverMemory memory = new DriverMemory();
  private final QueuePair pair = QueuePair.at(memory, DriverMemory.BASE, 256);
  private final DriverQueue driver = pair.driver();
  private final FrameBuffers frames = new FrameBuffers();
  private final FrameQueue inbound = frames.inbound();
  private final NetCounters counters = frames.counters();
  private final RateLimiter unlimited = new RateLimiter(RateSpec.unlimited(), new FakePacer());

  @BeforeEach
  void aDriverRunsTheInterface() {
    inbound.open();
  }

  @Test
  void aFrameComesBehindItsHeader() {
    byte[] frame = frame(60);
    driver.add(writable(DATA, 2048));

    receive(queue(true), frame);

    assertThat(driver.takeUsed()).containsExactly(new Used(0, HEADER + 60));
    assertThat(memory.bytes(DATA, HEADER)).isEqualTo(NetHeader.received(1));
    assertThat(memory.bytes(DATA + HEADER, 60)).isEqualTo(frame);
    assertThat(counters.received.sum()).isEqualTo(1);
  }

  @Test
  void aHeaderMayHaveADescriptorOfItsOwn() {
    byte[] frame = frame(100);
    driver.add(writable(DATA, HEADER), writable(DATA + 0x100, 1514));

    receive(queue(false), frame);

    assertThat(driver.takeUsed()).containsExactly(new Used(0, HEADER + 100));
    assertThat(memory.bytes(DATA + 0x100, 100)).isEqualTo(frame);
  }

  @Test
  void withMergeableBuffersAFrameTakesAsManyAsItNeedsAndSaysHowMany() {
    byte[] frame = frame(2500);
    for (int i = 0; i < 4; i++) {
      driver.add(writable(DATA + 0x1000L * i, 1000));
    }

    receive(queue(true), frame);

    assertThat(driver.takeUsed())
        .containsExactly(new Used(0, 1000), new Used(1, 1000), new Used(2, HEADER + 500));
    assertThat(memory.bytes(DATA, HEADER)).isEqualTo(NetHeader.received(3));
    byte[] first = memory.bytes(DATA + HEADER, 1000 - HEADER);
    assertThat(first).isEqualTo(Arrays.copyOf(frame, 1000 - HEADER));
    assertThat(memory.bytes(DATA + 0x2000, HEADER + 500))
        .isEqualTo(Arrays.copyOfRange(frame, 2000 - HEADER, 2500));
  }

  @Test
  void aFrameWaitsForTheBuffersThatItLacks() {
    ReceiveQueue queue = queue(true);
    driver.add(writable(DATA, 1000));
    receive(queue, frame(1500));
    assertThat(driver.takeUsed()).isEmpty();

    driver.add(writable(DATA + 0x1000, 1000));
    serve(queue);

    assertThat(driver.takeUsed()).containsExactly(new Used(0, 1000), new Used(1, HEADER + 500));
  }

  @Test
  void withoutMergeableBuffersAFrameTooLongIsDroppedAndItsBufferServesTheNextOne() {
    ReceiveQueue queue = queue(false);
    driver.add(writable(DATA, 1526));

    receive(queue, frame(9000));
    receive(queue, frame(60));

    assertThat(counters.receiveRefused.sum()).isEqualTo(1);
    assertThat(driver.takeUsed()).containsExactly(new Used(0, HEADER + 60));
  }

  @Test
  void aFrameThatNoNumberOfTinyBuffersHoldsIsDropped() {
    for (int i = 0; i < ReceiveQueue.MAX_BUFFERS; i++) {
      driver.add(writable(DATA, HEADER));
    }

    receive(queue(true), frame(60_000));

    assertThat(counters.receiveRefused.sum()).isEqualTo(1);
    assertThat(driver.takeUsed()).isEmpty();
  }

  @Test
  void aBufferThatIsTooShortForAHeaderComesBackEmptyAndIsReported() {
    try (LogCapture log = LogCapture.start()) {
      driver.add(readable(DATA, 2048));
      driver.add(writable(DATA, HEADER - 1));
      driver.add(writable(DATA, 2048));

      receive(queue(true), frame(60));

      assertThat(driver.takeUsed())
          .containsExactly(new Used(0, 0), new Used(1, 0), new Used(2, HEADER + 60));
      assertThat(log.lines()).containsExactly("net: a receive buffer has no room for a header");
    }
  }

  @Test
  void noContentsOfTheQueueMakeItFail() {
    int delivered = 0;
    for (long seed = 0; seed < 2000; seed++) {
      QueuePair fuzzed = QueuePair.at(memory, DriverMemory.BASE, 16);
      new RandomChains(seed, memory, fuzzed.driver()).write();
      inbound.close();
      inbound.open();
      inbound.offer(frame(60));
      inbound.offer(frame(3000));
      delivered += serveHostile(queue(fuzzed, seed % 2 == 0));
    }
    assertThat(delivered).isPositive();
    assertThat(counters.received.sum()).isPositive();
  }

  private int serveHostile(ReceiveQueue queue) {
    int steps = 0;
    try (LogCapture _ = LogCapture.start()) {
      while (queue.step(unlimited)) {
        steps++;
      }
    } catch (GuestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(steps).isLessThanOrEqualTo(16 + 2);
    return steps;
  }

  private void receive(ReceiveQueue queue, byte[] frame) {
    inbound.offer(frame);
    serve(queue);
  }

  private void serve(ReceiveQueue queue) {
    while (queue.step(unlimited)) {
      // until there is nothing more to do
    }
  }

  private ReceiveQueue queue(boolean mergeable) {
    return queue(pair, mergeable);
  }

  private ReceiveQueue queue(QueuePair from, boolean mergeable) {
    return new ReceiveQueue(from.device(), mergeable, frames, new ProblemLog("net"));
  }

  private static byte[] frame(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
