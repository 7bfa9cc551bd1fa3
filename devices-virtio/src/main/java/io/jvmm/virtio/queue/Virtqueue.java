package io.jvmm.virtio.queue;

import io.jvmm.vmm.memory.GuestMemory;

/**
 * The device's side of a virtqueue, whatever its format in memory. Used by one thread at a time:
 * the one that the device handles the queue with.
 */
public sealed interface Virtqueue permits SplitQueue, PackedQueue, DisabledQueue {
  /**
   * A queue at the place that a driver chose, in the format that it negotiated.
   *
   * @param features the negotiated feature bits
   * @throws io.jvmm.vmm.error.GuestException if size, alignment or any address is impossible
   */
  static Virtqueue open(
      GuestMemory memory, QueueLayout layout, long features, UsedBufferNotifier driver) {
    return (features & RingFeatures.PACKED) != 0
        ? new PackedQueue(memory, layout, features, driver)
        : new SplitQueue(memory, layout, features, driver);
  }

  /**
   * Takes the next chain of buffers that the driver made available.
   *
   * @param chain overwritten with what was taken
   * @return whether there was one
   * @throws io.jvmm.vmm.error.GuestException if the ring or the chain is malformed; the queue is
   *     then of no more use
   */
  boolean poll(DescriptorChain chain);

  /**
   * Gives a chain back to the driver, who sees it after the next {@link #publish}.
   *
   * @param chain one that {@link #poll} filled and that was not given back yet
   * @param written how many bytes were written, counted from the first device-writable buffer, at
   *     most 2<sup>32</sup>-1
   */
  void complete(DescriptorChain chain, long written);

  /** Shows the driver what was completed, and notifies it if it wants that. */
  void publish();

  /**
   * Asks the driver to notify the device of the next buffers; to be called when {@link #poll} found
   * none. Notifications are suppressed again by the next successful {@link #poll}.
   *
   * @return whether buffers came in meanwhile, so that {@link #poll} is to be tried again
   */
  boolean enableNotifications();
}
