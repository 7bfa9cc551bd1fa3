package io.jvmm.virtio.testkit;

import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.virtio.testkit.DriverQueue.Used;
import java.util.ArrayList;
import java.util.List;

/**
 * The driver's side of a packed virtqueue (virtio 1.3, 2.8). A chain's number is the index of its
 * first descriptor, which is unambiguous with devices that use chains in order.
 */
public final class PackedDriverQueue implements QueueDriver {
  /** The descriptor flag that is the driver's wrap counter. */
  public static final int AVAILABLE = 1 << 7;

  /** The descriptor flag that is the wrap counter of whoever wrote it last, or its opposite. */
  public static final int USED = 1 << 15;

  /** Event suppression: notify of nothing. */
  public static final int EVENTS_DISABLED = 1;

  /** Event suppression: notify of one descriptor. */
  public static final int EVENTS_AT_DESCRIPTOR = 2;

  /** The wrap counter in an event suppression structure's descriptor. */
  public static final int EVENT_WRAP = 1 << 15;

  private static final int DESCRIPTOR = 16;

  private final DriverMemory memory;
  private final int size;
  private final long ring;
  private final long driverEvents;
  private final long deviceEvents;
  private final int[] lengths; // descriptors, by chain
  private int outstanding; // chains that are with the device
  private int nextAvailable;
  private boolean availableWrap = true;
  private int nextUsed;
  private boolean usedWrap = true;
  private int notified; // linear, when the device's wishes were last looked at

  /**
   * An empty queue.
   *
   * @param at where its {@value QueueDriver#FOOTPRINT} bytes are, a multiple of 16; with more than
   *     256 elements 16 bytes for each more
   * @param size from 1 to 32768
   */
  public PackedDriverQueue(DriverMemory memory, long at, int size) {
    this.memory = memory;
    this.size = size;
    this.lengths = new int[size];
    this.driverEvents = at;
    this.deviceEvents = at + 0x100;
    this.ring = at + 0x1000;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public QueueLayout layout(int index) {
    return new QueueLayout(index, size, ring, driverEvents, deviceEvents);
  }

  @Override
  public int add(DriverBuffer... buffers) {
    int head = nextAvailable;
    int[] flags = new int[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      int more = i == buffers.length - 1 ? 0 : DriverQueue.NEXT;
      flags[i] = writeFlag(buffers[i]) | more | wrapFlags();
      descriptor(nextAvailable, buffers[i], i == 0 ? unavailable() : flags[i], head);
      advance();
    }
    lengths[head] = buffers.length;
    outstanding++;
    flags(head, flags[0]); // last, for it makes the chain available
    return head;
  }

  @Override
  public int addIndirect(long table, DriverBuffer... buffers) {
    int head = nextAvailable;
    writeTable(table, buffers);
    DriverBuffer reference = DriverBuffer.readable(table, (long) buffers.length * DESCRIPTOR);
    descriptor(head, reference, DriverQueue.INDIRECT | wrapFlags(), head);
    lengths[head] = 1;
    outstanding++;
    advance();
    return head;
  }

  /** Writes a table of descriptors. */
  public void writeTable(long address, DriverBuffer... buffers) {
    for (int i = 0; i < buffers.length; i++) {
      descriptorAt(address + (long) i * DESCRIPTOR, buffers[i], writeFlag(buffers[i]), 0);
    }
  }

  private static int writeFlag(DriverBuffer buffer) {
    return buffer.isWritable() ? DriverQueue.WRITE : 0;
  }

  /** The two wrap bits that make a descriptor of this round available. */
  public int wrapFlags() {
    return availableWrap ? AVAILABLE : USED;
  }

  private int unavailable() {
    return availableWrap ? USED : AVAILABLE;
  }

  private void advance() {
    nextAvailable++;
    if (nextAvailable == size) {
      nextAvailable = 0;
      availableWrap = !availableWrap;
    }
  }

  @Override
  public void descriptor(int index, DriverBuffer buffer, int flags, int id) {
    descriptorAt(ring + (long) index * DESCRIPTOR, buffer, flags, id);
  }

  private void descriptorAt(long at, DriverBuffer buffer, int flags, int id) {
    memory.put64(at, buffer.address());
    memory.put32(at + 8, (int) buffer.length());
    memory.put16(at + 12, id);
    memory.put16(at + 14, flags);
  }

  @Override
  public void makeAvailable(int index) {
    int descriptor = Math.floorMod(index, size);
    flags(descriptor, (flags(descriptor) & ~(AVAILABLE | USED)) | wrapFlags());
  }

  private void flags(int index, int flags) {
    memory.put16(ring + (long) index * DESCRIPTOR + 14, flags);
  }

  /** The flags of a descriptor of the ring. */
  public int flags(int index) {
    return memory.get16(ring + (long) index * DESCRIPTOR + 14);
  }

  @Override
  public List<Used> takeUsed() {
    List<Used> taken = new ArrayList<>();
    while (outstanding != 0 && isUsed(flags(nextUsed))) {
      long at = ring + (long) nextUsed * DESCRIPTOR;
      int head = memory.get16(at + 12);
      boolean written = (flags(nextUsed) & DriverQueue.WRITE) != 0;
      taken.add(new Used(head, written ? memory.get32(at + 8) : 0));
      outstanding--;
      skip(lengths[head]);
    }
    return taken;
  }

  private boolean isUsed(int flags) {
    return ((flags & AVAILABLE) != 0) == usedWrap && ((flags & USED) != 0) == usedWrap;
  }

  private void skip(int descriptors) {
    nextUsed += descriptors;
    if (nextUsed >= size) {
      nextUsed -= size;
      usedWrap = !usedWrap;
    }
  }

  @Override
  public boolean wantsNotification(boolean eventIndex) {
    int before = notified;
    notified = linear(nextAvailable, availableWrap);
    int flags = deviceEventFlags();
    if (!eventIndex || flags != EVENTS_AT_DESCRIPTOR) {
      return flags != EVENTS_DISABLED;
    }
    int event = deviceEvent();
    int named = linear(event & (EVENT_WRAP - 1), (event & EVENT_WRAP) != 0);
    return Math.floorMod(named - before, 2 * size) < Math.floorMod(notified - before, 2 * size);
  }

  private int linear(int index, boolean wrap) {
    return wrap ? index : index + size;
  }

  /** Which notifications the device wants: 0 all, or one of the constants. */
  public int deviceEventFlags() {
    return memory.get16(deviceEvents + 2);
  }

  /** The descriptor of which the device wants to be notified, the wrap counter in bit 15. */
  public int deviceEvent() {
    return memory.get16(deviceEvents);
  }

  @Override
  public void suppressNotifications() {
    driverEvents(0, EVENTS_DISABLED);
  }

  @Override
  public void requestNotification(boolean eventIndex) {
    int event = nextUsed | (usedWrap ? EVENT_WRAP : 0);
    driverEvents(event, eventIndex ? EVENTS_AT_DESCRIPTOR : 0);
  }

  /** Writes the driver's event suppression structure. */
  public void driverEvents(int event, int flags) {
    memory.put16(driverEvents, event);
    memory.put16(driverEvents + 2, flags);
  }
}
