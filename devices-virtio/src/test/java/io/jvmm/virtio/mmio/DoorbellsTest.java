package io.jvmm.virtio.mmio;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.block.BlockDevice;
import io.jvmm.virtio.block.DiskSettings;
import io.jvmm.virtio.block.MemoryImage;
import io.jvmm.virtio.console.ConsoleDevice;
import io.jvmm.virtio.console.ConsoleSize;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.CollectedOutput;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.FakeDoorbell;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Notifications (virtio 1.3, 4.2.2) that do not come through the registers. */
@Timeout(60)
class DoorbellsTest {
  private static final AddressRange WINDOW = AddressRange.of(0x0a00_0200, 0x200);

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final List<FakeDoorbell> doorbells = new ArrayList<>();

  @Test
  void queuesThatAreServedByOneThreadShareADoorbell() {
    ConsoleDevice console =
        new ConsoleDevice("console", CollectedOutput.unlimited(), new ConsoleSize(80, 25));

    connected(console).close();

    assertThat(doorbells).extracting(FakeDoorbell::stores).containsExactly(stores(0, 1));
  }

  @Test
  void queuesWithThreadsOfTheirOwnHaveDoorbellsOfTheirOwn() {
    connected(disk(2)).close();

    assertThat(doorbells).extracting(FakeDoorbell::stores).containsExactly(stores(0), stores(1));
  }

  @Test
  void aRingHasTheDeviceLookAtItsQueue() throws InterruptedException {
    try (VirtioMmioTransport transport = connected(disk())) {
      DriverQueue queue = withARequest(new MmioDriver(transport));

      doorbells.getFirst().ring();
      irq.await();

      assertThat(queue.takeUsed()).hasSize(1);
    }
  }

  @Test
  void withoutDoorbellsTheRegisterIsTheWay() throws InterruptedException {
    try (VirtioMmioTransport transport = new VirtioMmioTransport(disk(), memory, irq)) {
      transport.connectDoorbells(WINDOW, Optional::empty);
      MmioDriver driver = new MmioDriver(transport);
      DriverQueue queue = withARequest(driver);

      driver.notifyQueue(0);
      irq.await();

      assertThat(queue.takeUsed()).hasSize(1);
    }
  }

  @Test
  void theyAreGivenBackAfterTheThreadsHaveEnded() {
    VirtioMmioTransport transport = connected(disk());
    new MmioDriver(transport)
        .start(DeviceLifecycle.VERSION_1, new DriverQueue(memory, DriverMemory.BASE, 16));

    transport.close();

    assertThat(doorbells.getFirst().isClosed()).isTrue();
    assertThat(doorbells.getFirst().isWaitedAt()).isFalse();
  }

  private static BlockDevice disk() {
    return disk(1);
  }

  private static BlockDevice disk(int queues) {
    return new BlockDevice(
        "disk", new MemoryImage(64, false), DiskSettings.plain().withQueues(queues));
  }

  /** A driver's queue with a request to read a sector, of which the device does not know. */
  private DriverQueue withARequest(MmioDriver driver) {
    DriverQueue queue = new DriverQueue(memory, DriverMemory.BASE, 16);
    driver.start(DeviceLifecycle.VERSION_1, queue);
    long request = DriverMemory.BASE + 0x8000;
    queue.add(readable(request, 16), writable(request + 16, 512), writable(request + 528, 1));
    return queue;
  }

  private VirtioMmioTransport connected(VirtioDevice device) {
    VirtioMmioTransport transport = new VirtioMmioTransport(device, memory, irq);
    transport.connectDoorbells(
        WINDOW,
        () -> {
          doorbells.add(FakeDoorbell.create());
          return Optional.of(doorbells.getLast());
        });
    return transport;
  }

  private static List<String> stores(int... queues) {
    List<String> stores = new ArrayList<>();
    for (int queue : queues) {
      stores.add("0xa000250/4=" + queue);
    }
    return stores;
  }
}
