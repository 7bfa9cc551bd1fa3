package io.jvmm.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.GuestException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any contents of a queue end in a chain that lies in RAM, or in a GuestException. */
class QueueFuzzTest {
  private static final int CASES = 2000;
  private static final int SIZE = 16;

  private final DriverMemory memory = new DriverMemory();
  private final DescriptorChain chain = new DescriptorChain();

  @ParameterizedTest
  @EnumSource
  void noQueueMakesTheDeviceFailOrWorkForEver(RingFormat format) {
    int refused = 0;
    int taken = 0;
    for (long seed = 0; seed < CASES; seed++) {
      memory.put(DriverMemory.BASE, new byte[(int) QueueDriver.FOOTPRINT]);
      QueueDriver driver = format.driver(memory, DriverMemory.BASE, SIZE);
      Virtqueue queue = format.device(memory, driver.layout(0), new CountingNotifier());
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

  private int drain(Virtqueue queue) {
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
