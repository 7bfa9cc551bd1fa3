package io.jvmm.virtio.console;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.DisabledQueue;
import io.jvmm.virtio.testkit.CollectedOutput;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.GuestException;
import java.nio.ByteBuffer;
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
  private final CollectedOutput output = new CollectedOutput(8);
  private final ConsolePort host = host(output);
  private final RingFormat format;
  private final QueueDriver receive;
  private final QueueDriver transmit;
  private final PortQueues port;

  PortQueuesTest(RingFormat format) {
    this.format = format;
    this.receive = format.driver(memory, DriverMemory.BASE, 8);
    this.transmit = format.driver(memory, SECOND_QUEUE, 8);
    this.port = port(receive, transmit, host);
  }

  @Test
  void whatTheGuestWritesIsOutput() {
    memory.put(DATA, "hi");
    int head = transmit.add(readable(DATA, 1), readable(DATA + 1, 1));

    drain();

    assertThat(output.text()).isEqualTo("hi");
    assertThat(transmit.takeUsed()).containsExactly(new DriverQueue.Used(head, 0));
  }

  @Test
  void outputThatDoesNotFitStaysWithTheGuestAndNoByteIsLost() {
    memory.put(DATA, "0123456789abcdefghij");
    transmit.add(readable(DATA, 20));

    drain();
    assertThat(transmit.takeUsed()).isEmpty();
    output.makeRoom(8);
    drain();
    output.makeRoom(8);
    drain();

    assertThat(output.text()).isEqualTo("0123456789abcdefghij");
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
    assertThat(host.input().size()).isEqualTo(1);

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
    assertThat(host.input().size()).isEqualTo(1);
  }

  @Test
  void outputThatWasLeftInAQueueIsForgottenWithIt() {
    memory.put(DATA, "0123456789");
    transmit.add(readable(DATA, 10));
    drain();

    port.replaceQueue(ConsoleDevice.TRANSMIT_QUEUE, new DisabledQueue());
    output.makeRoom(8);
    drain();

    assertThat(output.text()).isEqualTo("01234567");
    assertThat(transmit.takeUsed()).isEmpty();
  }

  @Test
  void noContentsOfQueuesMakeTheDeviceFail() {
    int used = 0;
    for (long seed = 0; seed < 2000; seed++) {
      memory.put(DriverMemory.BASE, new byte[(int) (2 * QueueDriver.FOOTPRINT)]);
      QueueDriver in = format.driver(memory, DriverMemory.BASE, 16);
      QueueDriver out = format.driver(memory, SECOND_QUEUE, 16);
      ConsolePort anyHost = host(CollectedOutput.unlimited());
      PortQueues fuzzed = port(in, out, anyHost);
      anyHost.offer(bytes("0123456789"));
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

  private static ConsolePort host(PortOutput output) {
    return new ConsolePort(0, new PortSettings("", true, output), new DeviceWorker("idle"));
  }

  private PortQueues port(QueueDriver in, QueueDriver out, ConsolePort hostPort) {
    CountingNotifier notifier = new CountingNotifier();
    return new PortQueues(
        format.device(memory, in.layout(0), notifier),
        format.device(memory, out.layout(1), notifier),
        hostPort);
  }

  private void drain() {
    int steps = 0;
    while (port.step()) {
      steps++;
    }
    assertThat(steps).isLessThan(20);
  }

  private void type(String text) {
    host.offer(bytes(text));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
