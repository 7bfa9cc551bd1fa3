package io.jvmm.virtio.queue;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceEvents;
import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import java.lang.invoke.VarHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Virtio 1.3, 2.7.7, 2.7.10 and 2.8.10, with a driver and a device that run at the same time and
 * notify each other only when asked to: a notification that one side wrongly left out would hang
 * it.
 */
@Timeout(60)
class NotificationTest {
  private static final int ROUNDS = 5000;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final DeviceWorker worker = new DeviceWorker("test-io");
  private int kicks;

  @AfterEach
  void stop() {
    worker.stop();
  }

  @ParameterizedTest
  @CsvSource({"SPLIT, false", "SPLIT, true", "PACKED, false", "PACKED, true"})
  void neitherSideWaitsForANotificationThatDoesNotCome(RingFormat format, boolean eventIndex)
      throws InterruptedException {
    QueueDriver driver = format.driver(memory, DriverMemory.BASE, 4);
    startDevice(driver, format.features(eventIndex ? RingFeatures.EVENT_IDX : 0));
    for (int round = 0; round < ROUNDS; round++) {
      driver.requestNotification(eventIndex);
      driver.add(readable(DATA, 1));
      kickIfWanted(driver, eventIndex);
      awaitUsed(driver);
    }
    assertThat(kicks).isPositive();
  }

  private void startDevice(QueueDriver driver, long features) {
    Virtqueue queue = Virtqueue.open(memory, driver.layout(0), features, _ -> irq.raise());
    DescriptorChain chain = new DescriptorChain();
    worker.start(() -> serve(queue, chain), new NoEvents());
  }

  private static boolean serve(Virtqueue queue, DescriptorChain chain) {
    if (!queue.poll(chain)) {
      return queue.enableNotifications();
    }
    queue.complete(chain, 0);
    queue.publish();
    return true;
  }

  private void kickIfWanted(QueueDriver driver, boolean eventIndex) {
    VarHandle.fullFence(); // the device must see the buffer before the look at its wishes
    if (driver.wantsNotification(eventIndex)) {
      kicks++;
      worker.kick();
    }
  }

  private void awaitUsed(QueueDriver driver) throws InterruptedException {
    while (driver.takeUsed().isEmpty()) {
      irq.await();
      irq.lower();
      VarHandle.fullFence(); // what the device did before it interrupted
    }
  }

  private static final class NoEvents implements DeviceEvents {
    @Override
    public void configurationChange() {
      throw new AssertionError("there is no configuration");
    }

    @Override
    public void needsReset(RuntimeException cause) {
      throw new AssertionError(cause);
    }
  }
}
