package io.jvmm.monitor.machine;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.queue.RingFeatures;

/**
 * Which features of queues the guest is offered: all that there are, unless somebody who looks into
 * a driver wants the older format of queues. Linux takes packed ones wherever they are offered, and
 * has no parameter against it.
 */
final class QueueFeatures {
  /** The system property that leaves only split queues to the guest: {@code true} or not. */
  static final String SPLIT_QUEUES = "jvmm.virtio.splitQueues";

  private QueueFeatures() {}

  /** Feature bits of queues, for a transport. */
  static long offered() {
    long withheld = Boolean.getBoolean(SPLIT_QUEUES) ? RingFeatures.PACKED : 0;
    return DeviceLifecycle.QUEUE_FEATURES & ~withheld;
  }
}
