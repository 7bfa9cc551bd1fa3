package io.jvmm.virtio;

import io.jvmm.virtio.queue.Virtqueue;

/**
 * A device that can go on while one of its queues is taken away, or given to it anew (virtio 1.3,
 * 2.6.1). Only such a device offers VIRTIO_F_RING_RESET.
 */
public interface ReplaceableQueues {
  /**
   * Uses another queue in the place of one. Requests under way end first; chains of the former
   * queue that were not completed never will be. When this returns the device does not touch the
   * former queue any more. Does nothing while the device is inactive.
   *
   * @param index one of the device's queues
   * @param queue what it uses from now on; a disabled queue where the driver wants none
   */
  void replaceQueue(int index, Virtqueue queue);
}
