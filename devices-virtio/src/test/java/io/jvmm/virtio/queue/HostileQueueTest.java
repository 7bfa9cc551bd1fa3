package io.jvmm.virtio.queue;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.vmm.error.GuestException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 2.7: what no driver may do, and what it gets. */
class HostileQueueTest {
  private static final int SIZE = 8;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private final DriverMemory memory = new DriverMemory();
  private final DriverQueue driver = new DriverQueue(memory, DriverMemory.BASE, SIZE);

  @Test
  void aChainThatLoopsIsRefused() {
    driver.descriptor(0, DATA, 1, DriverQueue.NEXT, 1);
    driver.descriptor(1, DATA, 1, DriverQueue.NEXT, 0);
    driver.makeAvailable(0);

    assertPollFails().hasMessageContaining("loop");
  }

  @Test
  void aHeadOutsideTheTableIsRefused() {
    driver.makeAvailable(SIZE);
    assertPollFails().hasMessageContaining("descriptor 8 of a table of 8");
  }

  @Test
  void aNextOutsideTheTableIsRefused() {
    driver.descriptor(0, DATA, 1, DriverQueue.NEXT, 0xffff);
    driver.makeAvailable(0);

    assertPollFails().hasMessageContaining("descriptor 65535");
  }

  @Test
  void anAvailableIndexBeyondTheQueuesSizeIsRefused() {
    driver.availableIndex(SIZE + 1);
    assertPollFails().hasMessageContaining("available index went from 0 to 9");
  }

  @Test
  void anAvailableIndexThatGoesBackIsRefused() {
    driver.availableIndex(0xffff);
    assertPollFails().hasMessageContaining("available index");
  }

  @Test
  void aBufferOutsideMemoryIsRefused() {
    driver.add(readable(DriverMemory.END - 1, 2));
    assertPollFails();
  }

  @Test
  void aBufferThatWrapsTheAddressSpaceIsRefused() {
    driver.add(writable(-1L, 0xffff_ffffL));
    assertPollFails();
  }

  @Test
  void aReadableBufferAfterAWritableOneIsRefused() {
    driver.add(writable(DATA, 1), readable(DATA, 1));
    assertPollFails().hasMessageContaining("device-readable buffer after");
  }

  @Test
  void anIndirectTableThatWasNotNegotiatedIsRefused() {
    driver.addIndirect(DATA + 0x1000, readable(DATA, 1));
    assertThatThrownBy(() -> queue(0).poll(new DescriptorChain()))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("VIRTIO_F_INDIRECT_DESC");
  }

  @Test
  void anIndirectTableWithinATableIsRefused() {
    memory.put64(DATA, DATA);
    memory.put32(DATA + 8, 16);
    memory.put16(DATA + 12, DriverQueue.INDIRECT);
    driver.descriptor(0, DATA, 16, DriverQueue.INDIRECT, 0);
    driver.makeAvailable(0);

    assertPollFails().hasMessageContaining("within a table");
  }

  @Test
  void anIndirectTableThatIsNotTheEndIsRefused() {
    driver.descriptor(0, DATA, 16, DriverQueue.INDIRECT | DriverQueue.NEXT, 1);
    driver.makeAvailable(0);

    assertPollFails().hasMessageContaining("not its end");
  }

  @Test
  void anIndirectTableOfPartsOfDescriptorsIsRefused() {
    driver.descriptor(0, DATA, 24, DriverQueue.INDIRECT, 0);
    driver.makeAvailable(0);

    assertPollFails().hasMessageContaining("24 bytes");
  }

  @Test
  void anEmptyIndirectTableIsRefused() {
    driver.descriptor(0, DATA, 0, DriverQueue.INDIRECT, 0);
    driver.makeAvailable(0);

    assertPollFails().hasMessageContaining("0 bytes");
  }

  @Test
  void anIndirectTableOutsideMemoryIsRefused() {
    driver.descriptor(0, DriverMemory.END, 16, DriverQueue.INDIRECT, 0);
    driver.makeAvailable(0);

    assertPollFails();
  }

  @Test
  void ringsOutsideMemoryAreRefused() {
    QueueLayout good = driver.layout(0);
    assertRefused(new QueueLayout(0, SIZE, DriverMemory.END, good.driverArea(), good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, good.descriptorArea(), -2L, good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, good.descriptorArea(), good.driverArea(), 0));
  }

  @Test
  void ringsThatAreNotAlignedAreRefused() {
    QueueLayout good = driver.layout(0);
    long table = good.descriptorArea();
    assertRefused(new QueueLayout(0, SIZE, table + 8, good.driverArea(), good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, table, good.driverArea() + 1, good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, table, good.driverArea(), good.deviceArea() + 2));
  }

  @Test
  void sizesThatAreNoPowersOfTwoAreRefused() {
    for (int size : new int[] {0, 3, 1 << 16, -1, Integer.MIN_VALUE}) {
      QueueLayout good = driver.layout(0);
      assertRefused(
          new QueueLayout(0, size, good.descriptorArea(), good.driverArea(), good.deviceArea()));
    }
  }

  private void assertRefused(QueueLayout layout) {
    assertThatThrownBy(() -> new SplitQueue(memory, layout, 0, new CountingNotifier()))
        .isInstanceOf(GuestException.class);
  }

  private AbstractThrowableAssert<?, ?> assertPollFails() {
    return assertThatThrownBy(() -> queue(RingFeatures.INDIRECT_DESC).poll(new DescriptorChain()))
        .isInstanceOf(GuestException.class);
  }

  private SplitQueue queue(long features) {
    return new SplitQueue(memory, driver.layout(0), features, new CountingNotifier());
  }
}
