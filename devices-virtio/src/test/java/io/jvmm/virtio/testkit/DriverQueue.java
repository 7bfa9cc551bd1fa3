package io.jvmm.virtio.testkit;

import io.jvmm.virtio.queue.QueueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The driver's side of a split virtqueue (virtio 1.3, 2.7). {@link #add} does what a driver does;
 * the methods named after single fields do as they are told.
 */
public final class DriverQueue implements QueueDriver {
  /** The descriptor flag that says that {@code next} is valid. */
  public static final int NEXT = 1;

  /** The descriptor flag of a buffer that the device writes. */
  public static final int WRITE = 2;

  /** The descriptor flag of a table of descriptors. */
  public static final int INDIRECT = 4;

  private static final int DESCRIPTOR = 16;
  private static final int USED_ELEMENT = 8;
  private static final int INDEX_MASK = 0xffff;

  /**
   * What the device says of a chain it used, in either ring format.
   *
   * @param head the chain
   * @param length how many bytes it wrote
   */
  public record Used(int head, int length) {}

  private final DriverMemory memory;
  private final int size;
  private final long table;
  private final long available;
  private final long used;
  private int nextDescriptor;
  private int nextAvailable;
  private int nextUsed;
  private int notified; // the available index when the device's wishes were last looked at

  /**
   * An empty queue.
   *
   * @param at where its {@value #FOOTPRINT} bytes are, a multiple of 16
   * @param size a power of two, at most 256
   */
  public DriverQueue(DriverMemory memory, long at, int size) {
    this.memory = memory;
    this.size = size;
    this.table = at;
    this.available = at + 0x1000;
    this.used = at + 0x2000;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public QueueLayout layout(int index) {
    return new QueueLayout(index, size, table, available, used);
  }

  @Override
  public int add(DriverBuffer... buffers) {
    int head = nextDescriptor;
    for (int i = 0; i < buffers.length; i++) {
      boolean last = i == buffers.length - 1;
      int next = (nextDescriptor + 1) % size;
      write(table, nextDescriptor, buffers[i], last ? -1 : next);
      nextDescriptor = next;
    }
    makeAvailable(head);
    return head;
  }

  @Override
  public int addIndirect(long indirectTable, DriverBuffer... buffers) {
    int head = nextDescriptor;
    writeTable(indirectTable, buffers);
    descriptor(head, indirectTable, (long) buffers.length * DESCRIPTOR, INDIRECT, 0);
    nextDescriptor = (nextDescriptor + 1) % size;
    makeAvailable(head);
    return head;
  }

  /** Writes a table of chained descriptors. */
  public void writeTable(long address, DriverBuffer... buffers) {
    for (int i = 0; i < buffers.length; i++) {
      write(address, i, buffers[i], i == buffers.length - 1 ? -1 : i + 1);
    }
  }

  private void write(long inTable, int index, DriverBuffer buffer, int next) {
    int flags = (buffer.isWritable() ? WRITE : 0) | (next < 0 ? 0 : NEXT);
    descriptorAt(inTable + (long) index * DESCRIPTOR, buffer, flags, Math.max(next, 0));
  }

  /** Writes one descriptor of the main table. */
  public void descriptor(int index, long address, long length, int flags, int next) {
    DriverBuffer buffer = DriverBuffer.readable(address, length);
    descriptorAt(table + (long) index * DESCRIPTOR, buffer, flags, next);
  }

  @Override
  public void descriptor(int index, DriverBuffer buffer, int flags, int next) {
    descriptorAt(table + (long) index * DESCRIPTOR, buffer, flags, next);
  }

  private void descriptorAt(long at, DriverBuffer buffer, int flags, int next) {
    memory.put64(at, buffer.address());
    memory.put32(at + 8, (int) buffer.length());
    memory.put16(at + 12, flags);
    memory.put16(at + 14, next);
  }

  /** Puts a chain into the available ring, whatever it is. */
  @Override
  public void makeAvailable(int head) {
    memory.put16(available + 4 + 2L * (nextAvailable % size), head);
    nextAvailable = (nextAvailable + 1) & INDEX_MASK;
    availableIndex(nextAvailable);
  }

  /** Sets the available ring's index. */
  public void availableIndex(int index) {
    memory.put16(available + 2, index);
  }

  /** Sets the available ring's flags: 1 asks for no notifications. */
  public void availableFlags(int flags) {
    memory.put16(available, flags);
  }

  /** Sets the used element after which the driver wants a notification. */
  public void usedEvent(int index) {
    memory.put16(available + 4 + 2L * size, index);
  }

  /** The used ring's index. */
  public int usedIndex() {
    return memory.get16(used + 2);
  }

  /** The used ring's flags: 1 asks for no notifications. */
  public int usedFlags() {
    return memory.get16(used);
  }

  /** The available element after which the device wants a notification. */
  public int availableEvent() {
    return memory.get16(used + 4 + (long) USED_ELEMENT * size);
  }

  @Override
  public List<Used> takeUsed() {
    List<Used> taken = new ArrayList<>();
    for (int end = usedIndex(); nextUsed != end; nextUsed = (nextUsed + 1) & INDEX_MASK) {
      long at = used + 4 + (long) USED_ELEMENT * (nextUsed % size);
      taken.add(new Used(memory.get32(at), memory.get32(at + 4)));
    }
    return taken;
  }

  @Override
  public boolean wantsNotification(boolean eventIndex) {
    int before = notified;
    notified = nextAvailable;
    if (!eventIndex) {
      return usedFlags() == 0;
    }
    return ((availableEvent() - before) & INDEX_MASK) < ((notified - before) & INDEX_MASK);
  }

  @Override
  public void suppressNotifications() {
    availableFlags(1);
    usedEvent(nextUsed - 1);
  }

  @Override
  public void requestNotification(boolean eventIndex) {
    availableFlags(0);
    usedEvent(nextUsed);
  }
}
