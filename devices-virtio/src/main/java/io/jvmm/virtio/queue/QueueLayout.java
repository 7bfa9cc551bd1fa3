package io.jvmm.virtio.queue;

import io.jvmm.vmm.error.GuestException;

/**
 * Where a driver put a queue (virtio 1.3, 2.6). Numbers of the guest's choice: nothing about them
 * has been checked.
 *
 * @param index the queue's number
 * @param size how many elements
 * @param descriptorArea guest-physical address of a split queue's descriptor table, or of a packed
 *     queue's descriptor ring
 * @param driverArea guest-physical address of a split queue's available ring, or of a packed
 *     queue's driver event suppression structure
 * @param deviceArea guest-physical address of a split queue's used ring, or of a packed queue's
 *     device event suppression structure
 */
public record QueueLayout(
    int index, int size, long descriptorArea, long driverArea, long deviceArea) {
  /** The most elements of a queue in either format (virtio 1.3, 2.7 and 2.8.14). */
  public static final int MAX_SIZE = 32768;

  /** Checks what does not depend on memory: a size in range, and the areas' alignments in bytes. */
  void check(int descriptorAlignment, int driverAlignment, int deviceAlignment) {
    if (size < 1 || size > MAX_SIZE) {
      throw impossibleSize();
    }
    checkAligned(descriptorArea, descriptorAlignment);
    checkAligned(driverArea, driverAlignment);
    checkAligned(deviceArea, deviceAlignment);
  }

  GuestException impossibleSize() {
    return new GuestException(
        "queue %d cannot have %s elements".formatted(index, Integer.toUnsignedString(size)));
  }

  private void checkAligned(long address, int alignment) {
    if ((address & (alignment - 1)) != 0) {
      throw new GuestException(
          "queue %d: 0x%x is no multiple of %d".formatted(index, address, alignment));
    }
  }
}
