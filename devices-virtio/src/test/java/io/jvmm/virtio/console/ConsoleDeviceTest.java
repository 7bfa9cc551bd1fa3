package io.jvmm.virtio.console;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.queue.RingFeatures;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.CollectedOutput;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.mmio.Access;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The console as a driver and the host's terminal see it, threads included. */
@Timeout(60)
@ParameterizedClass
@EnumSource(RingFormat.class)
class ConsoleDeviceTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final CollectedOutput terminal = CollectedOutput.unlimited();
  private ConsoleDevice console = console(terminal);
  private VirtioMmioTransport transport = new VirtioMmioTransport(console, memory, irq);
  private MmioDriver driver = new MmioDriver(transport);
  private final RingFormat format;
  private final long features;
  private QueueDriver receive;
  private QueueDriver transmit;

  ConsoleDeviceTest(RingFormat format) {
    this.format = format;
    this.features =
        DeviceLifecycle.VERSION_1
            | ConsoleDevice.F_SIZE
            | format.features(RingFeatures.INDIRECT_DESC);
    this.receive = format.driver(memory, DriverMemory.BASE, 64);
    this.transmit = format.driver(memory, DriverMemory.BASE + QueueDriver.FOOTPRINT, 64);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void outputReachesTheTerminal() throws InterruptedException {
    start();

    print("login: ");
    irq.await();

    assertThat(terminal.text()).isEqualTo("login: ");
    assertThat(transmit.takeUsed()).hasSize(1);
  }

  @Test
  void inputReachesTheGuest() throws InterruptedException {
    start();
    receive.add(writable(DATA, 16));
    driver.notifyQueue(0);

    assertThat(console.send(bytes("root\n"))).isTrue();
    irq.await();

    assertThat(memory.text(DATA, 5)).isEqualTo("root\n");
    assertThat(receive.takeUsed()).containsExactly(new DriverQueue.Used(0, 5));
  }

  @Test
  void inputFromBeforeTheDriverIsKeptForIt() throws InterruptedException {
    assertThat(console.offer(bytes("early"))).isEqualTo(5);
    receive.add(writable(DATA, 16));

    start();
    irq.await();

    assertThat(memory.text(DATA, 5)).isEqualTo("early");
  }

  @Test
  void inputIsBoundedWithoutAGuest() {
    ByteBuffer flood = ByteBuffer.allocate(ConsoleDevice.INPUT_BUFFER + 10);
    assertThat(console.offer(flood)).isEqualTo(ConsoleDevice.INPUT_BUFFER);
    assertThat(flood.remaining()).isEqualTo(10);
  }

  @Test
  void aSenderThatWaitsForAGuestEndsWithTheConsole() throws InterruptedException {
    console.offer(ByteBuffer.allocate(ConsoleDevice.INPUT_BUFFER));
    CountDownLatch refused = new CountDownLatch(1);
    Thread sender = new Thread(() -> sendInto(refused));
    sender.start();

    transport.close();

    refused.await();
    sender.join();
  }

  private void sendInto(CountDownLatch refused) {
    try {
      if (!console.send(bytes("x"))) {
        refused.countDown();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aResizedTerminalInterruptsTheGuest() {
    start();
    int generation = driver.read(VirtioMmioRegister.CONFIG_GENERATION);

    console.resize(new ConsoleSize(132, 50));

    assertThat(driver.takeInterrupts()).isEqualTo(2);
    assertThat(driver.read(VirtioMmioRegister.CONFIG_GENERATION)).isNotEqualTo(generation);
    assertThat(transport.read(new Access(0x100, 2))).isEqualTo(132);
    assertThat(transport.read(new Access(0x102, 2))).isEqualTo(50);
  }

  @Test
  void aStoppedTerminalDoesNotStopAReset() {
    connect(console(new CollectedOutput(1)));
    start();
    print("xy");

    driver.reset();

    assertThat(driver.status()).isZero();
  }

  @Test
  void aTerminalThatGoesOnGetsEveryByteThatWaited() throws InterruptedException {
    CollectedOutput stopped = new CollectedOutput(1);
    connect(console(stopped));
    start();
    print("x");
    irq.await();
    driver.takeInterrupts();
    print("y".repeat(9_000));

    stopped.makeRoom(4_000);
    stopped.makeRoom(5_000);
    irq.await();

    assertThat(transmit.takeUsed()).hasSize(2);
    assertThat(stopped.text()).isEqualTo("x" + "y".repeat(9_000));
  }

  @Test
  void aDriverThatDoesNotKnowPortsHasTheTerminalAllTheSame() throws InterruptedException {
    PortSettings agent = new PortSettings("agent", false, terminal);
    connect(
        new ConsoleDevice("virtio-console0", terminal, new ConsoleSize(80, 25), List.of(agent)));
    start();
    print("hello");
    irq.await();

    assertThat(terminal.text()).isEqualTo("hello");
  }

  @Test
  void aLoopInAQueueStopsTheDeviceAndAResetRevivesIt() throws InterruptedException {
    try (LogCapture log = LogCapture.start()) {
      start();
      for (int i = 0; i < transmit.size(); i++) {
        transmit.descriptor(i, readable(DATA, 1), DriverQueue.NEXT, i);
      }
      for (int i = 0; i < transmit.size(); i++) {
        transmit.makeAvailable(i);
      }
      driver.notifyQueue(1);
      irq.await();
      assertThat(driver.takeInterrupts()).isEqualTo(2);
      assertThat(driver.status()).isEqualTo(MmioDriver.RUNNING | MmioDriver.NEEDS_RESET);
      assertThat(log.lines()).hasSize(1);
    }
    receive = format.driver(memory, DriverMemory.BASE + 0x20000, 64);
    transmit = format.driver(memory, DriverMemory.BASE + 0x30000, 64);
    start();
    print("again");
    irq.await();
    assertThat(terminal.text()).isEqualTo("again");
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new ConsoleSize(65536, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConsoleSize(80, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static ConsoleDevice console(PortOutput output) {
    return new ConsoleDevice("virtio-console0", output, new ConsoleSize(80, 25));
  }

  private void connect(ConsoleDevice other) {
    transport.close();
    console = other;
    transport = new VirtioMmioTransport(console, memory, irq);
    driver = new MmioDriver(transport);
  }

  private void start() {
    assertThat(driver.start(features, receive, transmit)).isEqualTo(MmioDriver.RUNNING);
  }

  private void print(String text) {
    memory.put(DATA + 0x4000, text);
    transmit.add(readable(DATA + 0x4000, text.length()));
    driver.notifyQueue(1);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
