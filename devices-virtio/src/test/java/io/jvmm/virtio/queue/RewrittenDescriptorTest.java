package io.jvmm.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.PackedDriverQueue;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.GuestException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A driver that changes descriptors while the device reads them. A device that looked twice at a
 * field, once to check it and once to use it, would use what it did not check.
 */
class RewrittenDescriptorTest {
  private static final int POLLS = 20_000;
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final long[] ADDRESSES = {DATA, DriverMemory.END - 16, -1L};
  private static final long[] LENGTHS = {0, 16, 32, 33, 0xffff_ffffL};
  private static final int[] FLAGS = {
    0,
    DriverQueue.NEXT,
    DriverQueue.WRITE,
    DriverQueue.INDIRECT,
    DriverQueue.NEXT | DriverQueue.WRITE
  };

  private final DriverMemory memory = new DriverMemory();
  private final DescriptorChain chain = new DescriptorChain();

  @ParameterizedTest
  @EnumSource
  void whatWasCheckedIsWhatIsUsed(RingFormat format) throws InterruptedException {
    QueueDriver driver = format.driver(memory, DriverMemory.BASE, 2);
    driver.makeAvailable(0);
    AtomicBoolean over = new AtomicBoolean();
    Thread rewriting = new Thread(() -> rewriteUntil(over, driver));
    rewriting.start();
    try {
      for (int i = 0; i < POLLS; i++) {
        pollOnce(format.device(memory, driver.layout(0), new CountingNotifier()));
      }
    } finally {
      over.set(true);
      rewriting.join();
    }
  }

  /** That a packed descriptor is available stays as it is; to a split queue the flag is nothing. */
  private static void rewriteUntil(AtomicBoolean over, QueueDriver driver) {
    Random random = new Random(1);
    while (!over.get()) {
      int index = random.nextInt(2);
      long address = ADDRESSES[random.nextInt(ADDRESSES.length)];
      long length = LENGTHS[random.nextInt(LENGTHS.length)];
      int flags = FLAGS[random.nextInt(FLAGS.length)] | PackedDriverQueue.AVAILABLE;
      driver.descriptor(index, DriverBuffer.readable(address, length), flags, 1 - index);
    }
  }

  private void pollOnce(Virtqueue queue) {
    try {
      if (queue.poll(chain)) {
        chain.readable().skip(Long.MAX_VALUE);
        chain.writable().skip(Long.MAX_VALUE);
        assertThat(chain.readable().remaining()).isZero();
      }
    } catch (GuestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
