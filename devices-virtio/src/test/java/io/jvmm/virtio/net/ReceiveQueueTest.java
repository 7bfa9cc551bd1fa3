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
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Virtio 1.3, 5.1.6.3 and 5.1.6.4. */
class ReceiveQueueTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final int HEADER = NetHeader.BYTES;

  private final DriverMemory memory = new DriverMemory();
  private final QueuePair pair = QueuePair.at(memory, DriverMemory.BASE, 256);
  private final DriverQueue driver = pair.driver();
  private final FakeNetwork.Port port = new FakeNetwork.Port();
  private final NetContext context = NetContexts.unlimited();
  private final NetCounters counters = context.counters();
  private long taken; // offloads

  @Test
  void aFrameComesBehindItsHeader() {
    byte[] frame = frame(60);
    driver.add(writable(DATA, 2048));

    receive(queue(true), frame);

    assertThat(driver.takeUsed()).containsExactly(new Used(0, HEADER + 60));
    assertThat(memory.bytes(DATA, HEADER)).isEqualTo(header(0, 0, 1));
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
    assertThat(memory.bytes(DATA, HEADER)).isEqualTo(header(0, 0, 3));
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

    assertThat(counters.receiveDropped.sum()).isEqualTo(1);
    assertThat(driver.takeUsed()).containsExactly(new Used(0, HEADER + 60));
  }

  @Test
  void aFrameThatNoNumberOfTinyBuffersHoldsIsDropped() {
    for (int i = 0; i < ReceiveQueue.MAX_BUFFERS; i++) {
      driver.add(writable(DATA, HEADER));
    }

    receive(queue(true), frame(60_000));

    assertThat(counters.receiveDropped.sum()).isEqualTo(1);
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
  void aFrameWithoutItsChecksumGoesToADriverThatTakesSuch() {
    taken = NetOffload.GUEST_CSUM;
    driver.add(writable(DATA, 2048));

    receive(queue(true), header(1, 0, 0), frame(60));

    assertThat(memory.bytes(DATA, HEADER)).isEqualTo(header(1, 0, 1));
  }

  @Test
  void aFrameWithoutItsChecksumIsDroppedForAnother() {
    driver.add(writable(DATA, 2048));

    receive(queue(true), header(1, 0, 0), frame(60));

    assertThat(driver.takeUsed()).isEmpty();
    assertThat(counters.receiveDropped.sum()).isEqualTo(1);
  }

  @Test
  void aDriverThatLeavesNoChecksumsToTheHostIsToldNothingOfThem() {
    driver.add(writable(DATA, 2048));

    receive(queue(true), header(2, 0, 0), frame(60));

    assertThat(memory.bytes(DATA, HEADER)).isEqualTo(header(0, 0, 1));
  }

  @ParameterizedTest
  @CsvSource({"1, 128", "4, 256", "0x81, 640"})
  void aLargeFrameGoesToADriverThatTakesItsKind(Integer kind, long needed) {
    ReceiveQueue queue = queue(true);
    driver.add(writable(DATA, 1 << 16));

    taken = NetOffload.OF_GUEST & ~needed;
    receive(queue, header(1, kind, 0), frame(30_000));
    assertThat(driver.takeUsed()).isEmpty();

    taken = NetOffload.GUEST_CSUM | needed;
    receive(queue, header(1, kind, 0), frame(30_000));
    assertThat(driver.takeUsed()).hasSize(1);
  }

  @Test
  void aNetworkThatHasEndedIsAskedOnce() {
    try (LogCapture log = LogCapture.start()) {
      ReceiveQueue queue = queue(true);
      port.fail();

      serve(queue);
      serve(queue);

      assertThat(context.link().isUp()).isFalse();
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void noContentsOfTheQueueMakeItFail() {
    int delivered = 0;
    for (long seed = 0; seed < 2000; seed++) {
      QueuePair fuzzed = QueuePair.at(memory, DriverMemory.BASE, 16);
      new RandomChains(seed, memory, fuzzed.driver()).write();
      while (port.receive().isPresent()) {
        // what the seed before has left
      }
      port.deliver(header(0, 0, 0), frame(60));
      port.deliver(header(0, 0, 0), frame(3000));
      delivered += serveHostile(queue(fuzzed, seed % 2 == 0));
    }
    assertThat(delivered).isPositive();
    assertThat(counters.received.sum()).isPositive();
  }

  private int serveHostile(ReceiveQueue queue) {
    int steps = 0;
    try (LogCapture _ = LogCapture.start()) {
      while (queue.step()) {
        steps++;
      }
    } catch (GuestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(steps).isLessThanOrEqualTo(16 + 2 + 2);
    return steps;
  }

  private void receive(ReceiveQueue queue, byte[] frame) {
    receive(queue, header(0, 0, 0), frame);
  }

  private void receive(ReceiveQueue queue, byte[] header, byte[] frame) {
    port.deliver(header, frame);
    serve(queue);
  }

  private void serve(ReceiveQueue queue) {
    while (queue.step()) {
      // until there is nothing more to do
    }
  }

  private ReceiveQueue queue(boolean mergeable) {
    return queue(pair, mergeable);
  }

  private ReceiveQueue queue(QueuePair from, boolean mergeable) {
    return new ReceiveQueue(from.device(), port, mergeable, () -> taken, context);
  }

  private static byte[] header(int flags, int segmentation, int buffers) {
    byte[] header = new byte[HEADER];
    header[0] = (byte) flags;
    header[1] = (byte) segmentation;
    header[10] = (byte) buffers;
    return header;
  }

  private static byte[] frame(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
