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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtio 1.3, 5.1.6.2. */
class TransmitQueueTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final int HEADER = NetHeader.BYTES;
  private static final int MAX_FRAME = 1518;

  private final DriverMemory memory = new DriverMemory();
  private final QueuePair pair = QueuePair.at(memory, DriverMemory.BASE, 64);
  private final DriverQueue driver = pair.driver();
  private final FrameBuffers frames = new FrameBuffers();
  private final FrameQueue outbound = frames.outbound();
  private final NetCounters counters = frames.counters();
  private final RateLimiter unlimited = new RateLimiter(RateSpec.unlimited(), new FakePacer());
  private final TransmitQueue queue = queue(pair);

  @BeforeEach
  void aDriverRunsTheInterface() {
    outbound.open();
  }

  @Test
  void aFrameIsWhatComesBehindTheHeaderHoweverItIsCut() {
    memory.put(DATA + HEADER, "destination, source, type, payload");
    driver.add(readable(DATA, 7), readable(DATA + 7, 13), readable(DATA + 20, 26));

    assertThat(queue.step(unlimited)).isTrue();

    assertThat(outbound.poll()).contains(memory.bytes(DATA + HEADER, 34));
    assertThat(driver.takeUsed()).containsExactly(new Used(0, 0));
    assertThat(counters.transmitted.sum()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, HEADER - 1, HEADER, HEADER + 13, HEADER + MAX_FRAME + 1, 100_000})
  void whatIsNoFrameIsDroppedAndReported(int length) {
    try (LogCapture log = LogCapture.start()) {
      driver.add(readable(DATA, length));

      assertThat(queue.step(unlimited)).isTrue();

      assertThat(outbound.poll()).isEmpty();
      assertThat(driver.takeUsed()).containsExactly(new Used(0, 0));
      assertThat(counters.transmitRefused.sum()).isEqualTo(1);
      assertThat(log.lines().getFirst()).contains("was dropped: 14 to 1518 are allowed");
    }
  }

  @Test
  void theLongestFramePasses() {
    driver.add(readable(DATA, HEADER + MAX_FRAME));

    queue.step(unlimited);

    assertThat(outbound.poll()).contains(new byte[MAX_FRAME]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFrameThatAsksForAnOffloadIsDropped(int field) {
    try (LogCapture log = LogCapture.start()) {
      memory.put(DATA + field, (byte) 1);
      driver.add(readable(DATA, HEADER + 60));

      queue.step(unlimited);

      assertThat(outbound.poll()).isEmpty();
      assertThat(driver.takeUsed()).hasSize(1);
      assertThat(log.lines().getFirst()).contains("offload");
    }
  }

  @Test
  void aBufferThatTheDeviceWouldWriteIsNoFrame() {
    try (LogCapture _ = LogCapture.start()) {
      driver.add(writable(DATA, 100));

      queue.step(unlimited);

      assertThat(outbound.poll()).isEmpty();
      assertThat(driver.takeUsed()).containsExactly(new Used(0, 0));
    }
  }

  @Test
  void aFrameStaysWithTheDriverUntilThereIsRoom() {
    outbound.offer(new byte[FrameQueue.MAX_BYTES]);
    driver.add(readable(DATA, HEADER + 60));

    assertThat(queue.step(unlimited)).isFalse();
    assertThat(driver.takeUsed()).isEmpty();

    outbound.poll();
    assertThat(queue.step(unlimited)).isTrue();
    assertThat(outbound.poll()).contains(new byte[60]);
    assertThat(driver.takeUsed()).hasSize(1);
  }

  @Test
  void noContentsOfTheQueueMakeItFail() {
    for (long seed = 0; seed < 2000; seed++) {
      QueuePair fuzzed = QueuePair.at(memory, DriverMemory.BASE, 16);
      new RandomChains(seed, memory, fuzzed.driver()).write();
      outbound.close();
      outbound.open();
      serveHostile(queue(fuzzed));
    }
    assertThat(counters.transmitted.sum()).isPositive();
    assertThat(counters.transmitRefused.sum()).isPositive();
  }

  private void serveHostile(TransmitQueue hostile) {
    int steps = 0;
    try (LogCapture _ = LogCapture.start()) {
      while (hostile.step(unlimited)) {
        steps++;
      }
    } catch (GuestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(steps).isLessThanOrEqualTo(16);
  }

  private TransmitQueue queue(QueuePair from) {
    return new TransmitQueue(from.device(), MAX_FRAME, frames, new ProblemLog("net"));
  }
}
