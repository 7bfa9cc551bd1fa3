package io.jvmm.virtio.net;

import io.jvmm.virtio.queue.RingFeatures;
import io.jvmm.virtio.queue.SplitQueue;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;

/** One queue of an interface, as its driver and as the device see it. */
public record QueuePair(DriverQueue driver, SplitQueue device) {
  /** An empty queue. */
  public static QueuePair at(DriverMemory memory, long address, int size) {
    DriverQueue driver = new DriverQueue(memory, address, size);
    driver.availableIndex(0);
    SplitQueue device =
        new SplitQueue(memory, driver.layout(0), RingFeatures.SUPPORTED, new CountingNotifier());
    return new QueuePair(driver, device);
  }
}
