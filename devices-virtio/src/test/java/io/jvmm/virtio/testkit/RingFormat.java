package io.jvmm.virtio.testkit;

import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.virtio.queue.RingFeatures;
import io.jvmm.virtio.queue.UsedBufferNotifier;
import io.jvmm.virtio.queue.Virtqueue;

/** The two formats of queues (virtio 1.3, 2.6), for tests that are to hold for both. */
public enum RingFormat {
  /** Split queues (2.7). */
  SPLIT(0),
  /** Packed queues (2.8). */
  PACKED(RingFeatures.PACKED);

  private final long bit;

  RingFormat(long bit) {
    this.bit = bit;
  }

  /** The feature bits of a driver that uses all that the format has. */
  public long features() {
    return features(RingFeatures.SUPPORTED);
  }

  /** The feature bits of a driver that uses the format, and these features with it. */
  public long features(long others) {
    return bit | others;
  }

  /** An empty queue from the driver's side, at {@link QueueDriver#FOOTPRINT} bytes of memory. */
  public QueueDriver driver(DriverMemory memory, long at, int size) {
    return this == SPLIT
        ? new DriverQueue(memory, at, size)
        : new PackedDriverQueue(memory, at, size);
  }

  /** The device's side of a queue, with all features. */
  public Virtqueue device(DriverMemory memory, QueueLayout layout, UsedBufferNotifier notifier) {
    return Virtqueue.open(memory, layout, features(), notifier);
  }
}
