package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.queue.RingFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueFeaturesTest {
  @AfterEach
  void clear() {
    System.clearProperty(QueueFeatures.SPLIT_QUEUES);
  }

  @Test
  void theGuestIsOfferedAllThereIs() {
    assertThat(QueueFeatures.offered()).isEqualTo(DeviceLifecycle.QUEUE_FEATURES);
  }

  @Test
  void onlyPackedQueuesAreWithheldFromWhoWantsSplitOnes() {
    System.setProperty(QueueFeatures.SPLIT_QUEUES, "true");
    assertThat(QueueFeatures.offered() | RingFeatures.PACKED)
        .isEqualTo(DeviceLifecycle.QUEUE_FEATURES);
    assertThat(QueueFeatures.offered() & RingFeatures.PACKED).isZero();
  }
}
