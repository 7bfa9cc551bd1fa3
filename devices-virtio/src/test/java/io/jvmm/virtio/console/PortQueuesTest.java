package io.jvmm.virtio.console;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.queue.DisabledQueue;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.GuestException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtio 1.3, 5.3.6: characters through queues, without a thread. */
@ParameterizedClass
@EnumSource(RingFormat.class)
class PortQueuesTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final long SECOND_QUEUE = DriverMemory.BASE + QueueDriver.FOOTPRINT;

  private final DriverMemory memory = new DriverMemory();
  private final BytePipe input = new BytePipe(64);
  private final BytePipe output = new BytePipe(8);
  private final RingFormat format;
  private final QueueDriver receive;
  private final QueueDriver transmit;
  private final PortQueues port;

  PortQueuesTest(RingFormat format) {
    this.format = format;
    this.receive = format.driver(memory, DriverMemory.BASE, 8);
    this.transmit = format.driver(memory, SECOND_QUEUE, 8);
    this.port = port(receive, transmit, output);
  }

  @Test
  void whatTheGuestWritesIsOutput() {
    memory.put(DATA, "hi");
    int head = transmit.add(readable(DATA, 1), readable(DATA + 1, 1));

    drain();

    assertThat(text(output)).isEqualTo("hi");
    assertThat(transmit.takeUsed()).containsExactly(new DriverQueue.Used(head, 0));
  }

  @Test
  void outputThatDoesNotFitStaysWithTheGuestAndNoByteIsLost() {
    memory.put(DATA, "0123456789abcdefghij");
    transmit.add(readable(DATA, 20));

    drain();
    assertThat(transmit.takeUsed()).isEmpty();
    String first = text(output);
    drain();
    String second = text(output);
    drain();

    assertThat(first + second + text(output)).isEqualTo("0123456789abcdefghij");
    assertThat(transmit.takeUsed()).hasSize(1);
  }

  @Test
  void inputFillsTheGuestsBuffersInOrder() {
    type("hello");
    receive.add(writable(DATA, 3));
    receive.add(writable(DATA + 0x100, 100));

    drain();

    assertThat(memory.text(DATA, 3)).isEqualTo("hel");
    assertThat(memory.text(DATA + 0x100, 2)).isEqualTo("lo");
    assertThat(receive.takeUsed())
        .containsExactly(new DriverQueue.Used(0, 3), new DriverQueue.Used(1, 2));
  }

  @Test
  void inputWaitsForBuffers() {
    type("x");
    drain();
    assertThat(input.size()).isEqualTo(1);

    receive.add(writable(DATA, 4));
    drain();

    assertThat(memory.text(DATA, 1)).isEqualTo("x");
  }

  @Test
  void buffersWaitForInput() {
    receive.add(writable(DATA, 4));
    drain();
    assertThat(receive.takeUsed()).isEmpty();
  }

  @Test
  void stoppedOutputDoesNotStopInput() {
    transmit.add(readable(DATA, 100));
    type("^C");
    receive.add(writable(DATA + 0x1000, 4));

    drain();

    assertThat(memory.text(DATA + 0x1000, 2)).isEqualTo("^C");
  }

  @Test
  void aBufferOfTheWrongDirectionIsUsedWithoutEffect() {
    type("x");
    receive.add(readable(DATA, 4));
    transmit.add(writable(DATA, 4));

    drain();

    assertThat(receive.takeUsed()).hasSize(1);
    assertThat(transmit.takeUsed()).hasSize(1);
    assertThat(input.size()).isEqualTo(1);
  }

  @Test
  void outputThatWasLeftInAQueueIsForgottenWithIt() {
    memory.put(DATA, "0123456789");
    transmit.add(readable(DATA, 10));
    drain();

    port.replaceQueue(ConsoleDevice.TRANSMIT_QUEUE, new DisabledQueue());
    String first = text(output);
    drain();

    assertThat(first).isEqualTo("01234567");
    assertThat(output.size()).isZero();
    assertThat(transmit.takeUsed()).isEmpty();
  }

  @Test
  void noContentsOfQueuesMakeTheDeviceFail() {
    int used = 0;
    for (long seed = 0; seed < 2000; seed++) {
      memory.put(DriverMemory.BASE, new byte[(int) (2 * QueueDriver.FOOTPRINT)]);
      QueueDriver in = format.driver(memory, DriverMemory.BASE, 16);
      QueueDriver out = format.driver(memory, SECOND_QUEUE, 16);
      PortQueues fuzzed = port(in, out, new BytePipe(1 << 16));
      type("0123456789");
      new RandomChains(seed, memory, in).write();
      new RandomChains(~seed, memory, out).write();
      used += drainHostile(fuzzed);
    }
    assertThat(used).isPositive();
  }

  private static int drainHostile(PortQueues fuzzed) {
    int steps = 0;
    try {
      while (fuzzed.step()) {
        steps++;
      }
    } catch (GuestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(steps).isLessThanOrEqualTo(2 * 16);
    return steps;
  }

  private PortQueues port(QueueDriver in, QueueDriver out, BytePipe outputPipe) {
    CountingNotifier notifier = new CountingNotifier();
    return new PortQueues(
        format.device(memory, in.layout(0), notifier),
        format.device(memory, out.layout(1), notifier),
        input,
        outputPipe);
  }

  private void drain() {
    int steps = 0;
    while (port.step()) {
      steps++;
    }
    assertThat(steps).isLessThan(20);
  }

  private void type(String text) {
    input.offer(MemorySegment.ofArray(text.getBytes(US_ASCII)));
  }

  private static String text(BytePipe pipe) {
    byte[] bytes = new byte[pipe.size()];
    pipe.poll(MemorySegment.ofArray(bytes));
    return new String(bytes, US_ASCII);
  }
}
