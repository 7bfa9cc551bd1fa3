package io.jvmm.virtio;

import io.jvmm.virtio.queue.QueueLayout;
import java.util.Arrays;

/**
 * What a driver has said of one queue so far: any numbers it likes, checked when the device is
 * activated. Safe for use by any thread.
 */
public final class QueueSetup {
  /** The three parts of a queue (virtio 1.3, 2.6). */
  public enum Area {
    /** A split queue's descriptor table, or a packed queue's descriptor ring. */
    DESCRIPTOR(0),
    /** A split queue's available ring, or what a packed queue's driver wants to be told. */
    DRIVER(1),
    /** A split queue's used ring, or what a packed queue's device wants to be told. */
    DEVICE(2);

    private final int slot;

    Area(int slot) {
      this.slot = slot;
    }
  }

  private static final int AREAS = 3;
  private static final long LOW = 0xffff_ffffL;

  private final int maxSize;
  // All below are guarded by this.
  private final long[] addresses = new long[AREAS]; // by slot of Area
  private int size;
  private boolean ready;

  QueueSetup(int maxSize) {
    this.maxSize = maxSize;
    this.size = maxSize;
  }

  /** The most elements it can have; 0 if there is no such queue. */
  public int maxSize() {
    return maxSize;
  }

  /** How many elements the driver has given it; at first the most. */
  public synchronized int size() {
    return size;
  }

  /** Where the driver has put a part of it. */
  public synchronized long address(Area area) {
    return addresses[area.slot];
  }

  /** Whether the driver has enabled it. */
  public synchronized boolean isReady() {
    return ready;
  }

  /** Sets how many elements it has; ignored while it is enabled. */
  public synchronized void resize(int elements) {
    if (isChangeable()) {
      size = elements;
    }
  }

  /** Sets the lower half of an address; ignored while the queue is enabled. */
  public synchronized void setLow(Area area, int half) {
    if (isChangeable()) {
      int i = area.slot;
      addresses[i] = (addresses[i] & ~LOW) | Integer.toUnsignedLong(half);
    }
  }

  /** Sets the upper half of an address; ignored while the queue is enabled. */
  public synchronized void setHigh(Area area, int half) {
    if (isChangeable()) {
      int i = area.slot;
      addresses[i] = (addresses[i] & LOW) | ((long) half << Integer.SIZE);
    }
  }

  /** What does not exist remembers nothing: it stands for that queue in every device. */
  private synchronized boolean isChangeable() {
    return !ready && maxSize != 0;
  }

  synchronized void enable(boolean enabled) {
    ready = enabled && maxSize != 0;
  }

  synchronized void reset() {
    ready = false;
    size = maxSize;
    Arrays.fill(addresses, 0);
  }

  synchronized QueueLayout layout(int index) {
    return new QueueLayout(
        index,
        size,
        addresses[Area.DESCRIPTOR.slot],
        addresses[Area.DRIVER.slot],
        addresses[Area.DEVICE.slot]);
  }
}
