package io.jvmm.virtio.net;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.DriverQueue.Used;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.vmm.error.GuestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtio 1.3, 5.1.6.2. */
class TransmitQueueTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final int HEADER = NetHeader.BYTES;
  private static final int MAX_FRAME = 1518;

  private final DriverMemory memory = new DriverMemory();
  private final QueuePair pair = QueuePair.at(memory, DriverMemory.BASE, 64);
  private final DriverQueue driver = pair.driver();
  private final FakeNetwork.Port port = new FakeNetwork.Port();
  private final NetContext context = NetContexts.unlimited();
  private final NetCounters counters = context.counters();
  private final TransmitQueue queue = queue(pair, 0);

  @Test
  void aFrameIsWhatComesBehindTheHeaderHoweverItIsCut() {
    memory.put(DATA + HEADER, "destination, source, type, payload");
    driver.add(readable(DATA, 7), readable(DATA + 7, 13), readable(DATA + 20, 26));

    assertThat(queue.step()).isTrue();

    assertThat(port.sent()).contains(memory.bytes(DATA + HEADER, 34));
    assertThat(driver.takeUsed()).containsExactly(new Used(0, 0));
    assertThat(counters.transmitted.sum()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, HEADER - 1, HEADER, HEADER + 13, HEADER + MAX_FRAME + 1, 100_000})
  void whatIsNoFrameIsDroppedAndReported(int length) {
    try (LogCapture log = LogCapture.start()) {
      driver.add(readable(DATA, length));

      assertThat(queue.step()).isTrue();

      assertThat(port.sent()).isEmpty();
      assertThat(driver.takeUsed()).containsExactly(new Used(0, 0));
      assertThat(counters.transmitDropped.sum()).isEqualTo(1);
      assertThat(log.lines().getFirst()).contains("was dropped: 14 to 1518 are allowed");
    }
  }

  @Test
  void theLongestFramePasses() {
    driver.add(readable(DATA, HEADER + MAX_FRAME));

    queue.step();

    assertThat(port.sent()).contains(new byte[MAX_FRAME]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFrameThatAsksForAnOffloadIsDropped(int field) {
    try (LogCapture log = LogCapture.start()) {
      memory.put(DATA + field, (byte) 1);
      driver.add(readable(DATA, HEADER + 60));

      queue.step();

      assertThat(port.sent()).isEmpty();
      assertThat(driver.takeUsed()).hasSize(1);
      assertThat(log.lines().getFirst()).contains("offload");
    }
  }

  @Test
  void aBufferThatTheDeviceWouldWriteIsNoFrame() {
    try (LogCapture _ = LogCapture.start()) {
      driver.add(writable(DATA, 100));

      queue.step();

      assertThat(port.sent()).isEmpty();
      assertThat(driver.takeUsed()).containsExactly(new Used(0, 0));
    }
  }

  @Test
  void aFrameStaysWithTheDriverUntilThereIsRoom() {
    port.setReady(false);
    driver.add(readable(DATA, HEADER + 60));

    assertThat(queue.step()).isFalse();
    assertThat(driver.takeUsed()).isEmpty();

    port.setReady(true);
    assertThat(queue.step()).isTrue();
    assertThat(port.sent()).contains(new byte[60]);
    assertThat(driver.takeUsed()).hasSize(1);
  }

  @Test
  void aChecksumIsLeftToTheHostIfThatWasNegotiated() {
    memory.put(DATA, (byte) 1); // VIRTIO_NET_HDR_F_NEEDS_CSUM
    driver.add(readable(DATA, HEADER + 60));

    queue(pair, NetOffload.CSUM).step();

    assertThat(port.sent()).contains(new byte[60]);
    assertThat(port.header()).startsWith(1, 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 0x800", "4, 0x1000", "0x84, 0x3000"})
  void aLargeFrameIsLeftToTheHostIfItsKindWasNegotiated(Integer kind, Long needed) {
    memory.put(DATA + 1, kind.byteValue());
    TransmitQueue able = queue(pair, needed);

    driver.add(readable(DATA, HEADER + 0xf000));
    able.step();

    assertThat(port.sent()).contains(memory.bytes(DATA + HEADER, 0xf000));
  }

  @ParameterizedTest
  @CsvSource({"1, 0x1000", "4, 0x2800", "0x81, 0x800", "3, -1", "5, -1"})
  void aLargeFrameOfAnotherKindIsDropped(Integer kind, Long negotiated) {
    try (LogCapture log = LogCapture.start()) {
      memory.put(DATA + 1, kind.byteValue());
      driver.add(readable(DATA, HEADER + 0x1000));

      queue(pair, negotiated).step();

      assertThat(port.sent()).isEmpty();
      assertThat(log.lines().getFirst()).contains("offload");
    }
  }

  @Test
  void onceTheNetworkHasEndedFramesAreDropped() {
    try (LogCapture log = LogCapture.start()) {
      port.fail();
      driver.add(readable(DATA, HEADER + 60));
      driver.add(readable(DATA, HEADER + 60));

      assertThat(queue.step()).isTrue();
      assertThat(queue.step()).isTrue();

      assertThat(driver.takeUsed()).hasSize(2);
      assertThat(counters.transmitDropped.sum()).isEqualTo(2);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void noContentsOfTheQueueMakeItFail() {
    for (long seed = 0; seed < 2000; seed++) {
      QueuePair fuzzed = QueuePair.at(memory, DriverMemory.BASE, 16);
      new RandomChains(seed, memory, fuzzed.driver()).write();
      serveHostile(queue(fuzzed, seed % 2 == 0 ? 0 : -1));
    }
    assertThat(counters.transmitted.sum()).isPositive();
    assertThat(counters.transmitDropped.sum()).isPositive();
  }

  private void serveHostile(TransmitQueue hostile) {
    int steps = 0;
    try (LogCapture _ = LogCapture.start()) {
      while (hostile.step()) {
        steps++;
      }
    } catch (GuestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(steps).isLessThanOrEqualTo(16);
  }

  private TransmitQueue queue(QueuePair from, long features) {
    return new TransmitQueue(from.device(), port, MAX_FRAME, features, context);
  }
}
