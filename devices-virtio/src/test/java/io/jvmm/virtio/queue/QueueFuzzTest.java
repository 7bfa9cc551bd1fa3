package io.jvmm.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.vmm.error.GuestException;
import org.junit.jupiter.api.Test;

/** Any contents of a queue end in a chain that lies in RAM, or in a GuestException. */
class QueueFuzzTest {
  private static final int CASES = 2000;
  private static final int SIZE = 16;

  private final DriverMemory memory = new DriverMemory();
  private final DescriptorChain chain = new DescriptorChain();

  @Test
  void noQueueMakesTheDeviceFailOrWorkForEver() {
    int refused = 0;
    int taken = 0;
    for (long seed = 0; seed < CASES; seed++) {
      DriverQueue driver = new DriverQueue(memory, DriverMemory.BASE, SIZE);
      driver.availableIndex(0);
      SplitQueue queue =
          new SplitQueue(memory, driver.layout(0), RingFeatures.SUPPORTED, new CountingNotifier());
      new RandomChains(seed, memory, driver).write();
      try {
        taken += drain(queue);
      } catch (GuestException e) {
        refused++;
      }
    }
    assertThat(refused).as("cases that were refused").isPositive();
    assertThat(taken).as("chains that were taken").isPositive();
  }

  private int drain(SplitQueue queue) {
    int taken = 0;
    while (queue.poll(chain)) {
      taken++;
      walk(chain.readable());
      walk(chain.writable());
      queue.complete(chain, 0);
      queue.publish();
    }
    assertThat(taken).isLessThanOrEqualTo(SIZE);
    return taken;
  }

  private static void walk(BufferCursor cursor) {
    int pieces = 0;
    while (cursor.remaining() != 0) {
      cursor.next(Long.MAX_VALUE);
      pieces++;
    }
    assertThat(pieces).isLessThanOrEqualTo(BufferResolver.MAX_DESCRIPTORS);
  }
}
