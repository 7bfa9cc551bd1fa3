package io.jvmm.virtio.mmio;

import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_READY;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_RESET;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_SEL;
import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.MmioDriver.NEEDS_RESET;
import static io.jvmm.virtio.testkit.MmioDriver.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.console.ConsoleDevice;
import io.jvmm.virtio.console.ConsoleSize;
import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.CollectedOutput;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.FakeDevice;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtio 1.3, 2.6.1 and 4.2.2: a driver resets one queue of a running device. */
@Timeout(60)
@ParameterizedClass
@EnumSource(RingFormat.class)
class QueueResetTest {
  private static final long OTHER = DriverMemory.BASE + QueueDriver.FOOTPRINT;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final FakeDevice device = new FakeDevice();
  private final MmioDriver driver = new MmioDriver(new VirtioMmioTransport(device, memory, irq));
  private final RingFormat format;
  private final QueueDriver first;
  private final QueueDriver second;
  private final long features;

  QueueResetTest(RingFormat format) {
    this.format = format;
    this.first = format.driver(memory, DriverMemory.BASE, 16);
    this.second = format.driver(memory, OTHER, 8);
    this.features = DeviceLifecycle.VERSION_1 | DeviceLifecycle.RING_RESET | format.features();
  }

  @Test
  @DisplayName("4.2.2.1: QueueReset and QueueReady are 0 when the queue has been reset")
  void aResetIsOverWhenTheStoreIs() {
    driver.start(features, first, second);
    resetQueue(1);
    assertThat(driver.read(QUEUE_RESET)).isZero();
    assertThat(driver.read(QUEUE_READY)).isZero();
  }

  @Test
  @DisplayName("2.6.1.1.1: the device does not execute requests of a queue that was reset")
  void theDeviceLosesTheQueueAndGoesOn() {
    driver.start(features, first, second);
    resetQueue(1);
    driver.notifyQueue(0);
    assertThat(driver.status()).isEqualTo(RUNNING);
    assertThat(device.calls()).containsExactly("activate", "queue 1 DisabledQueue", "notify 0");
  }

  @Test
  @DisplayName("2.6.1.2.1: a queue that is enabled again may be elsewhere and of another size")
  void theDeviceGetsTheQueueAnew() {
    driver.start(features, first, second);
    resetQueue(1);
    driver.enable(format.driver(memory, DriverMemory.BASE + 0x20000, 4).layout(1));
    assertThat(driver.read(QUEUE_READY)).isEqualTo(1);
    assertThat(device.calls()).hasSize(3);
    assertThat(device.calls().getLast())
        .isEqualTo(format == RingFormat.SPLIT ? "queue 1 SplitQueue" : "queue 1 PackedQueue");
  }

  @Test
  @DisplayName("2.6.1: without VIRTIO_F_RING_RESET the register does nothing")
  void whoDidNotNegotiateItCannotResetAQueue() {
    driver.start(features & ~DeviceLifecycle.RING_RESET, first, second);
    resetQueue(1);
    assertThat(driver.read(QUEUE_READY)).isEqualTo(1);
    assertThat(device.calls()).containsExactly("activate");
  }

  @Test
  void queuesThatDoNotExistCannotBeReset() {
    driver.start(features, first, second);
    for (int index : new int[] {2, -1, Integer.MIN_VALUE}) {
      resetQueue(index);
    }
    assertThat(device.calls()).containsExactly("activate");
  }

  @Test
  void anImpossibleNewQueueMakesTheDeviceNeedAReset() {
    try (LogCapture log = LogCapture.start()) {
      driver.start(features, first, second);
      resetQueue(0);
      driver.enable(new QueueLayout(0, 16, DriverMemory.END, 0, 0));
      assertThat(driver.status()).isEqualTo(RUNNING | NEEDS_RESET);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void aDeviceThatNeedsAResetIsNotWokenByANewQueue() {
    try (LogCapture _ = LogCapture.start()) {
      driver.start(features, first, second);
      device.activation().orElseThrow().events().needsReset(new IllegalStateException("bug"));
      resetQueue(0);
      assertThat(device.calls()).containsExactly("activate");
    }
  }

  @Test
  @DisplayName("2.6.1: a console prints through a queue that was reset and enabled again")
  void aRealDeviceGoesOnWithANewQueue() throws InterruptedException {
    CollectedOutput printed = CollectedOutput.unlimited();
    ConsoleDevice console = new ConsoleDevice("console", printed, new ConsoleSize(80, 25));
    try (VirtioMmioTransport transport = new VirtioMmioTransport(console, memory, irq)) {
      MmioDriver guest = new MmioDriver(transport);
      guest.start(features, first, second);
      print(guest, second, "before ");
      guest.write(QUEUE_SEL, 1);
      guest.write(QUEUE_RESET, 1);
      second.add(readable(DATA, 1)); // in memory that the device must not look at any more
      guest.notifyQueue(1);

      QueueDriver anew = format.driver(memory, DriverMemory.BASE + 0x20000, 4);
      guest.enable(anew.layout(1));
      print(guest, anew, "after");

      assertThat(second.takeUsed()).hasSize(1);
      assertThat(anew.takeUsed()).containsExactly(new DriverQueue.Used(0, 0));
    }
    assertThat(printed.text()).isEqualTo("before after");
  }

  private void print(MmioDriver guest, QueueDriver queue, String text) throws InterruptedException {
    memory.put(DATA, text);
    queue.requestNotification(true);
    queue.add(readable(DATA, text.length()));
    guest.notifyQueue(1);
    irq.await();
    guest.takeInterrupts();
  }

  private void resetQueue(int index) {
    driver.write(QUEUE_SEL, index);
    driver.write(QUEUE_RESET, 1);
  }
}
