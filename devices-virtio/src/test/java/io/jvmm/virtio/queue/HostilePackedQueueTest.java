package io.jvmm.virtio.queue;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.PackedDriverQueue;
import io.jvmm.vmm.error.GuestException;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 2.8: what no driver of a packed queue may do, and what it gets. */
class HostilePackedQueueTest {
  private static final int SIZE = 6;
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final long TABLE = DriverMemory.BASE + 0x20000;

  private final DriverMemory memory = new DriverMemory();
  private final PackedDriverQueue driver = new PackedDriverQueue(memory, DriverMemory.BASE, SIZE);

  @Test
  @DisplayName("2.8.17: a list longer than the queue is refused")
  void aListWithoutEndIsRefused() {
    for (int i = 0; i < SIZE; i++) {
      link(i, readable(DATA, 1), DriverQueue.NEXT);
    }
    assertPollFails().hasMessageContaining("loop");
  }

  @Test
  @DisplayName("2.8.17: a list longer than the device allows is refused")
  void aListOfTooManyDescriptorsIsRefused() {
    PackedDriverQueue large = new PackedDriverQueue(memory, DriverMemory.BASE, 2048);
    DriverBuffer[] buffers = new DriverBuffer[BufferResolver.MAX_DESCRIPTORS + 1];
    Arrays.fill(buffers, readable(DATA, 1));
    large.add(buffers);
    PackedQueue queue = new PackedQueue(memory, large.layout(0), 0, new CountingNotifier());

    assertThatThrownBy(() -> queue.poll(new DescriptorChain()))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("more than 1024 descriptors");
  }

  @Test
  @DisplayName("2.8.17: descriptors that the device still has cannot be made available")
  void aDriverThatOverwritesWhatItHasNotGotBackIsRefused() {
    PackedQueue queue = queue(0);
    DescriptorChain chain = new DescriptorChain();
    for (int i = 0; i < SIZE; i++) {
      driver.add(readable(DATA, 1));
      queue.poll(chain);
    }
    driver.add(readable(DATA, 1));

    assertThatThrownBy(() -> queue.poll(chain))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("queue 0 of 6: 7 descriptors");
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
  @DisplayName("2.8.17: a readable buffer after a writable one is refused")
  void aReadableBufferAfterAWritableOneIsRefused() {
    driver.add(writable(DATA, 1), readable(DATA, 1));
    assertPollFails().hasMessageContaining("device-readable buffer after");
  }

  @Test
  @DisplayName("2.8.19: a table that was not negotiated is refused")
  void aTableThatWasNotNegotiatedIsRefused() {
    driver.addIndirect(TABLE, readable(DATA, 1));
    assertThatThrownBy(() -> queue(0).poll(new DescriptorChain()))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("VIRTIO_F_INDIRECT_DESC");
  }

  @Test
  @DisplayName("2.8.19: a table at the end of a list is refused")
  void aTableAtTheEndOfAListIsRefused() {
    link(1, readable(TABLE, 16), DriverQueue.INDIRECT);
    link(0, readable(DATA, 1), DriverQueue.NEXT);

    assertPollFails().hasMessageContaining("mixes");
  }

  @Test
  @DisplayName("2.8.19: a table with a next descriptor is refused")
  void aTableAtTheStartOfAListIsRefused() {
    link(0, readable(TABLE, 16), DriverQueue.INDIRECT | DriverQueue.NEXT);

    assertPollFails().hasMessageContaining("mixes");
  }

  @Test
  void aTableOfPartsOfDescriptorsIsRefused() {
    link(0, readable(TABLE, 24), DriverQueue.INDIRECT);
    assertPollFails().hasMessageContaining("24 bytes");
  }

  @Test
  void anEmptyTableIsRefused() {
    link(0, readable(TABLE, 0), DriverQueue.INDIRECT);
    assertPollFails().hasMessageContaining("0 bytes");
  }

  @Test
  void aTableOutsideMemoryIsRefused() {
    link(0, readable(DriverMemory.END, 16), DriverQueue.INDIRECT);
    assertPollFails();
  }

  @Test
  void aTableOfTooManyDescriptorsIsRefused() {
    link(0, readable(TABLE, 16L * (BufferResolver.MAX_DESCRIPTORS + 1)), DriverQueue.INDIRECT);
    assertPollFails().hasMessageContaining("more than 1024 descriptors");
  }

  @Test
  void areasOutsideMemoryAreRefused() {
    QueueLayout good = driver.layout(0);
    assertRefused(new QueueLayout(0, SIZE, DriverMemory.END, good.driverArea(), good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, good.descriptorArea(), -4L, good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, good.descriptorArea(), good.driverArea(), 0));
  }

  @Test
  @DisplayName("2.8.10.1: areas that are not aligned are refused")
  void areasThatAreNotAlignedAreRefused() {
    QueueLayout good = driver.layout(0);
    long ring = good.descriptorArea();
    assertRefused(new QueueLayout(0, SIZE, ring + 8, good.driverArea(), good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, ring, good.driverArea() + 2, good.deviceArea()));
    assertRefused(new QueueLayout(0, SIZE, ring, good.driverArea(), good.deviceArea() + 2));
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    for (int size : new int[] {0, QueueLayout.MAX_SIZE + 1, -1, Integer.MIN_VALUE}) {
      QueueLayout good = driver.layout(0);
      assertRefused(
          new QueueLayout(0, size, good.descriptorArea(), good.driverArea(), good.deviceArea()));
    }
  }

  private void link(int index, DriverBuffer buffer, int flags) {
    driver.descriptor(index, buffer, flags | driver.wrapFlags(), index);
  }

  private void assertRefused(QueueLayout layout) {
    assertThatThrownBy(() -> new PackedQueue(memory, layout, 0, new CountingNotifier()))
        .isInstanceOf(GuestException.class);
  }

  private AbstractThrowableAssert<?, ?> assertPollFails() {
    return assertThatThrownBy(() -> queue(RingFeatures.INDIRECT_DESC).poll(new DescriptorChain()))
        .isInstanceOf(GuestException.class);
  }

  private PackedQueue queue(long features) {
    return new PackedQueue(memory, driver.layout(0), features, new CountingNotifier());
  }
}
