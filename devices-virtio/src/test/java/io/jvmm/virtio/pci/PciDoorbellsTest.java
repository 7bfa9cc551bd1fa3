package io.jvmm.virtio.pci;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.block.BlockDevice;
import io.jvmm.virtio.block.DiskSettings;
import io.jvmm.virtio.block.MemoryImage;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.FakeDoorbell;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.PciDriver;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.pci.PciInterrupts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 4.1.5.2: notifications without an exit, wherever the guest puts the registers. */
class PciDoorbellsTest {
  private static final Optional<GuestAddress> HIGH = Optional.of(new GuestAddress(0x80_0000_0000L));
  private static final Optional<GuestAddress> LOW = Optional.of(new GuestAddress(0x1000_0000));
  private static final Optional<GuestAddress> NOWHERE = Optional.empty();

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableInterrupts interrupts = new AwaitableInterrupts();
  private final BlockDevice disk =
      new BlockDevice("disk", new MemoryImage(64, false), DiskSettings.plain().withQueues(2));
  private final VirtioPciTransport transport =
      new VirtioPciTransport(disk, memory, interrupts, DeviceLifecycle.QUEUE_FEATURES);
  private final List<FakeDoorbell> doorbells = new ArrayList<>();

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void storesRingWhereTheGuestHasPutTheRegisters() {
    install(FakeDoorbell::create);
    assertThat(stores()).isEmpty();

    transport.moved(HIGH);

    int notify = VirtioPciRegister.NOTIFY.offset();
    assertThat(stores())
        .containsExactly(
            "0x%x/2=0".formatted(0x80_0000_0000L + notify),
            "0x%x/2=1".formatted(0x80_0000_0000L + notify + PciDriver.NOTIFY_MULTIPLIER));
  }

  @Test
  void doorbellsMoveWithTheRegisters() {
    install(FakeDoorbell::create);
    transport.moved(HIGH);

    transport.moved(LOW);

    assertThat(stores()).hasSize(2).allMatch(store -> store.startsWith("0x1000"));
  }

  @Test
  void registersThatAreNowhereHaveNone() {
    install(FakeDoorbell::create);
    transport.moved(HIGH);

    transport.moved(NOWHERE);

    assertThat(stores()).isEmpty();
  }

  @Test
  void aRingHasTheDeviceLookAtItsQueue() throws InterruptedException {
    install(FakeDoorbell::create);
    transport.moved(HIGH);
    DriverQueue queue = withARequest();

    doorbells.getFirst().ring();

    awaitUsed(queue);
  }

  @Test
  void aHostThatRefusesIsReportedOnceAndTheRegisterIsTheWay() throws InterruptedException {
    try (LogCapture log = LogCapture.start()) {
      install(FakeDoorbell::refusing);
      transport.moved(HIGH);
      transport.moved(NOWHERE);
      DriverQueue queue = withARequest();

      new PciDriver(transport).notifyQueue(0);

      awaitUsed(queue);
      assertThat(log.lines()).singleElement().asString().contains("disk", "no room");
    }
  }

  @Test
  void theyAreGivenBackAfterTheThreadsHaveEnded() {
    install(FakeDoorbell::create);
    withARequest();

    transport.close();

    assertThat(doorbells).allMatch(FakeDoorbell::isClosed).noneMatch(FakeDoorbell::isWaitedAt);
  }

  private void install(Supplier<FakeDoorbell> source) {
    transport.installDoorbells(
        () -> {
          doorbells.add(source.get());
          return Optional.of(doorbells.getLast());
        });
  }

  private List<String> stores() {
    return doorbells.stream().flatMap(doorbell -> doorbell.stores().stream()).toList();
  }

  /** A running driver's first queue with a request to read a sector, of which nobody is told. */
  private DriverQueue withARequest() {
    DriverQueue queue = new DriverQueue(memory, DriverMemory.BASE, 16);
    new PciDriver(transport).start(DeviceLifecycle.VERSION_1, queue);
    long request = DriverMemory.BASE + 0x8000;
    queue.add(readable(request, 16), writable(request + 16, 512), writable(request + 528, 1));
    return queue;
  }

  private void awaitUsed(DriverQueue queue) throws InterruptedException {
    interrupts.await();
    assertThat(queue.takeUsed()).hasSize(1);
  }

  private static final class AwaitableInterrupts implements PciInterrupts {
    private final Semaphore asserted = new Semaphore(0);

    @Override
    public boolean messagesEnabled() {
      return false;
    }

    @Override
    public void signal(int vector) {
      throw new AssertionError("messages are off");
    }

    @Override
    public void setLine(boolean high) {
      if (high) {
        asserted.release();
      }
    }

    void await() throws InterruptedException {
      assertThat(asserted.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
