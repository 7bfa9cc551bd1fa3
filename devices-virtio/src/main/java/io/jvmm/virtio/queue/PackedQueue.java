package io.jvmm.virtio.queue;

import static io.jvmm.virtio.queue.BufferResolver.DESCRIPTOR_SIZE;
import static io.jvmm.virtio.queue.PackedChainReader.FLAGS_OFFSET;
import static io.jvmm.virtio.queue.PackedChainReader.ID_OFFSET;
import static io.jvmm.virtio.queue.PackedChainReader.LENGTH_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A packed virtqueue (virtio 1.3, 2.8): one ring of descriptors, which the driver makes available
 * and which the device overwrites with used ones, and a structure on each side that says which
 * notifications it wants. Two bits of a descriptor's flags say whose it is: compared with the wrap
 * counter of the round that a side is in, equal and different mean available, equal and equal used.
 * The ring is shared with vCPUs that run at the same time: flags are read with acquire and written
 * with release order.
 *
 * <pre>
 *   descriptor                     event suppression structure
 *   +0   address                   +0   descriptor index, wrap counter in bit 15
 *   +8   length                    +2   flags: 0 enable, 1 disable, 2 at that descriptor
 *   +12  buffer ID
 *   +14  flags
 * </pre>
 */
public final class PackedQueue implements Virtqueue {
  private static final int EVENT_ALIGNMENT = 4;
  private static final int EVENT_SIZE = 4;
  private static final long EVENT_DESCRIPTOR = 0;
  private static final long EVENT_FLAGS = 2;
  private static final int EVENTS_ENABLED = 0;
  private static final int EVENTS_DISABLED = 1;
  private static final int EVENTS_AT_DESCRIPTOR = 2;
  private static final int EVENT_FLAGS_MASK = 3;

  private static final int F_AVAILABLE = 1 << 7;
  private static final int F_USED = 1 << 15;

  private static final VarHandle U16 = ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).varHandle();
  private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT.withOrder(LITTLE_ENDIAN);

  private final int index;
  private final int size;
  private final boolean eventIndex;
  private final PackedChainReader chains;
  private final MemorySegment ring;
  private final MemorySegment driverEvents;
  private final MemorySegment deviceEvents;
  private final UsedBufferNotifier driver;

  // All are owned by the thread that handles the queue.
  private PackedPosition nextAvailable; // the descriptor that poll looks at
  private PackedPosition nextUsed; // the descriptor that complete overwrites
  private PackedPosition published; // the first descriptor that the driver cannot see used yet
  private int publishedFlags; // what makes that one used, held back until publish
  private int taken; // descriptors of chains that were polled and are not completed
  private boolean suppressed; // whether the driver was told not to notify

  /**
   * A queue at the place that the driver chose.
   *
   * @param features the negotiated feature bits
   * @throws GuestException if size, alignment or any address is impossible
   */
  public PackedQueue(
      GuestMemory memory, QueueLayout layout, long features, UsedBufferNotifier driver) {
    layout.check(DESCRIPTOR_SIZE, EVENT_ALIGNMENT, EVENT_ALIGNMENT);
    RingFeatures negotiated = RingFeatures.of(features);
    this.index = layout.index();
    this.size = layout.size();
    this.eventIndex = negotiated.eventIndex();
    this.driver = driver;
    this.ring = memory.writable(layout.descriptorArea(), (long) size * DESCRIPTOR_SIZE);
    this.driverEvents = memory.readable(layout.driverArea(), EVENT_SIZE);
    this.deviceEvents = memory.writable(layout.deviceArea(), EVENT_SIZE);
    this.chains = new PackedChainReader(new BufferResolver(memory, negotiated.indirect()), ring);
    this.nextAvailable = PackedPosition.start(size);
    this.nextUsed = nextAvailable;
    this.published = nextAvailable;
  }

  @Override
  public boolean poll(DescriptorChain chain) {
    int flags = nextFlags();
    if (!isAvailable(flags)) {
      return false;
    }
    suppressNotifications();
    chains.read(nextAvailable.index(), flags, chain);
    take(chain.slots());
    return true;
  }

  private int nextFlags() {
    return Short.toUnsignedInt((short) U16.getAcquire(ring, flagsOf(nextAvailable)));
  }

  private boolean isAvailable(int flags) {
    boolean available = (flags & F_AVAILABLE) != 0;
    boolean used = (flags & F_USED) != 0;
    return available == nextAvailable.wrap() && used != nextAvailable.wrap();
  }

  /** A driver that overwrites what it has not got back would have the ring hold more than fits. */
  private void take(int descriptors) {
    taken += descriptors;
    if (taken > size) {
      throw new GuestException(
          "queue %d of %d: %d descriptors are available at once".formatted(index, size, taken));
    }
    nextAvailable = nextAvailable.plus(descriptors);
  }

  private void suppressNotifications() {
    if (!suppressed) {
      suppressed = true;
      U16.set(deviceEvents, EVENT_FLAGS, (short) EVENTS_DISABLED);
    }
  }

  @Override
  public boolean enableNotifications() {
    suppressed = false;
    if (eventIndex) {
      U16.set(deviceEvents, EVENT_DESCRIPTOR, (short) nextAvailable.toEvent());
      U16.setRelease(deviceEvents, EVENT_FLAGS, (short) EVENTS_AT_DESCRIPTOR);
    } else {
      U16.set(deviceEvents, EVENT_FLAGS, (short) EVENTS_ENABLED);
    }
    VarHandle.fullFence(); // the driver must see this before the look at its descriptor below
    return isAvailable(nextFlags());
  }

  @Override
  public void complete(DescriptorChain chain, long written) {
    long at = (long) nextUsed.index() * DESCRIPTOR_SIZE;
    ring.set(U32, at + LENGTH_OFFSET, (int) written);
    U16.set(ring, at + ID_OFFSET, (short) chain.head());
    int flags = (nextUsed.wrap() ? F_AVAILABLE | F_USED : 0) | writeFlag(written);
    if (nextUsed.equals(published)) {
      publishedFlags = flags;
    } else {
      U16.setRelease(ring, at + FLAGS_OFFSET, (short) flags);
    }
    nextUsed = nextUsed.plus(chain.slots());
    taken -= chain.slots();
  }

  /** Without the flag a driver ignores the length (2.8.4). */
  private static int writeFlag(long written) {
    return written == 0 ? 0 : BufferResolver.F_WRITE;
  }

  /** A driver goes from one used descriptor to the next: showing the first shows the batch. */
  @Override
  public void publish() {
    if (nextUsed.equals(published)) {
      return;
    }
    PackedPosition before = published;
    published = nextUsed;
    U16.setRelease(ring, flagsOf(before), (short) publishedFlags);
    VarHandle.fullFence(); // the driver must see it before the look at its wishes below
    if (wantsNotification(before)) {
      driver.usedBuffer(index);
    }
  }

  /** Virtio 1.3, 2.8.10; what is reserved suppresses nothing. */
  private boolean wantsNotification(PackedPosition before) {
    int flags = (short) U16.getAcquire(driverEvents, EVENT_FLAGS) & EVENT_FLAGS_MASK;
    if (flags == EVENTS_DISABLED) {
      return false;
    }
    return flags != EVENTS_AT_DESCRIPTOR || !eventIndex || namesOneSince(before);
  }

  private boolean namesOneSince(PackedPosition before) {
    int event = Short.toUnsignedInt((short) U16.get(driverEvents, EVENT_DESCRIPTOR));
    return before.distanceTo(before.ofEvent(event)) < before.distanceTo(published);
  }

  private static long flagsOf(PackedPosition position) {
    return (long) position.index() * DESCRIPTOR_SIZE + FLAGS_OFFSET;
  }
}
