package io.jvmm.virtio;

import java.util.List;

/**
 * What a transport has to know of a device before any driver runs it.
 *
 * @param name a short name for logs and threads, such as {@code virtio-blk0}
 * @param type its kind
 * @param features the feature bits of its kind that it offers; those of queues and transport are
 *     not its business
 * @param queueSizes the most elements of each of its queues, powers of two
 */
public record DeviceProfile(String name, DeviceType type, long features, List<Integer> queueSizes) {
  /** Copies the list. */
  public DeviceProfile {
    queueSizes = List.copyOf(queueSizes);
  }
}
