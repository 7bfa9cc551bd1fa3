package io.jvmm.virtio.queue;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A split virtqueue (virtio 1.3, 2.7): a descriptor table, a ring of chains that the driver made
 * available, and a ring of chains that the device has used. The rings are shared with vCPUs that
 * run at the same time: indices are read with acquire and written with release order, and all of
 * the driver's numbers are checked before use.
 *
 * <pre>
 *   available ring (driver writes)      used ring (device writes)
 *   +0      flags                       +0      flags
 *   +2      idx                         +2      idx
 *   +4      ring[size], 2 bytes each    +4      ring[size], id and len of 4 bytes each
 *   +4+2n   used_event                  +4+8n   avail_event
 * </pre>
 */
public final class SplitQueue implements Virtqueue {
  private static final int AVAILABLE_ALIGNMENT = 2;
  private static final int USED_ALIGNMENT = 4;

  private static final VarHandle U16 = ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).varHandle();
  private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT.withOrder(LITTLE_ENDIAN);
  private static final long FLAGS = 0;
  private static final long IDX = 2;
  private static final long RING = 4;
  private static final int USED_ELEMENT = 8;
  private static final int INDEX_MASK = 0xffff;
  private static final int NO_NOTIFICATION = 1; // bit 0 of either ring's flags

  private final int index;
  private final int size;
  private final boolean eventIndex;
  private final SplitChainReader chains;
  private final MemorySegment available;
  private final MemorySegment used;
  private final UsedBufferNotifier driver;

  // Ring indices run modulo 2^16. All are owned by the thread that handles the queue.
  private int nextAvailable; // the next element that poll takes
  private int seenAvailable; // the driver's idx when last looked at
  private int nextUsed; // the next element that complete fills
  private int publishedUsed; // the device's idx as the driver knows it
  private boolean suppressed; // whether the driver was told by flag not to notify

  /**
   * A queue at the place that the driver chose.
   *
   * @param features the negotiated feature bits
   * @throws GuestException if size, alignment or any address is impossible
   */
  public SplitQueue(
      GuestMemory memory, QueueLayout layout, long features, UsedBufferNotifier driver) {
    checkLayout(layout);
    RingFeatures ring = RingFeatures.of(features);
    this.index = layout.index();
    this.size = layout.size();
    this.eventIndex = ring.eventIndex();
    this.driver = driver;
    MemorySegment table =
        memory.readable(layout.descriptorArea(), (long) size * BufferResolver.DESCRIPTOR_SIZE);
    this.chains = new SplitChainReader(new BufferResolver(memory, ring.indirect()), table);
    this.available = memory.readable(layout.driverArea(), usedEventOffset() + Short.BYTES);
    this.used = memory.writable(layout.deviceArea(), availableEventOffset() + Short.BYTES);
  }

  private static void checkLayout(QueueLayout layout) {
    layout.check(BufferResolver.DESCRIPTOR_SIZE, AVAILABLE_ALIGNMENT, USED_ALIGNMENT);
    if (Integer.bitCount(layout.size()) != 1) {
      throw layout.impossibleSize();
    }
  }

  @Override
  public boolean poll(DescriptorChain chain) {
    if (!hasAvailable()) {
      return false;
    }
    suppressNotifications();
    long at = RING + (long) (nextAvailable & (size - 1)) * Short.BYTES;
    int head = Short.toUnsignedInt((short) U16.get(available, at));
    nextAvailable = (nextAvailable + 1) & INDEX_MASK;
    chains.read(head, chain);
    return true;
  }

  /** Looks at the driver's index only when everything seen before is taken: once per batch. */
  private boolean hasAvailable() {
    if (nextAvailable != seenAvailable) {
      return true;
    }
    int idx = Short.toUnsignedInt((short) U16.getAcquire(available, IDX));
    if (((idx - nextAvailable) & INDEX_MASK) > size) {
      throw new GuestException(
          "queue %d of %d: available index went from %d to %d"
              .formatted(index, size, nextAvailable, idx));
    }
    seenAvailable = idx;
    return nextAvailable != idx;
  }

  /** With event indices nothing is to be written: avail_event stays behind, which suppresses. */
  private void suppressNotifications() {
    if (!eventIndex && !suppressed) {
      suppressed = true;
      U16.set(used, FLAGS, (short) NO_NOTIFICATION);
    }
  }

  @Override
  public boolean enableNotifications() {
    if (eventIndex) {
      U16.set(used, availableEventOffset(), (short) nextAvailable);
    } else {
      suppressed = false;
      U16.set(used, FLAGS, (short) 0);
    }
    VarHandle.fullFence(); // the driver must see this before the look at its index below
    return hasAvailable();
  }

  @Override
  public void complete(DescriptorChain chain, long written) {
    long at = RING + (long) (nextUsed & (size - 1)) * USED_ELEMENT;
    used.set(U32, at, chain.head());
    used.set(U32, at + Integer.BYTES, (int) written);
    nextUsed = (nextUsed + 1) & INDEX_MASK;
  }

  @Override
  public void publish() {
    if (nextUsed == publishedUsed) {
      return;
    }
    int before = publishedUsed;
    publishedUsed = nextUsed;
    U16.setRelease(used, IDX, (short) nextUsed);
    VarHandle.fullFence(); // the driver must see idx before the look at its wishes below
    if (wantsNotification(before)) {
      driver.usedBuffer(index);
    }
  }

  /** Virtio 1.3, 2.7.7.2: whether one of the elements published since {@code before} was named. */
  private boolean wantsNotification(int before) {
    if (!eventIndex) {
      return ((short) U16.get(available, FLAGS) & NO_NOTIFICATION) == 0;
    }
    int event = Short.toUnsignedInt((short) U16.get(available, usedEventOffset()));
    return ((event - before) & INDEX_MASK) < ((publishedUsed - before) & INDEX_MASK);
  }

  private long usedEventOffset() {
    return RING + (long) size * Short.BYTES;
  }

  private long availableEventOffset() {
    return RING + (long) size * USED_ELEMENT;
  }
}
