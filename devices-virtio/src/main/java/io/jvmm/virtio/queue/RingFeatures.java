package io.jvmm.virtio.queue;

/**
 * The negotiated features that change how a queue of either format works (virtio 1.3, 6).
 *
 * @param indirect VIRTIO_F_INDIRECT_DESC: descriptors may refer to tables of descriptors
 * @param eventIndex VIRTIO_F_EVENT_IDX: notifications are suppressed by ring index, not by flag
 */
public record RingFeatures(boolean indirect, boolean eventIndex) {
  /** The feature bit VIRTIO_F_INDIRECT_DESC. */
  public static final long INDIRECT_DESC = 1L << 28;

  /** The feature bit VIRTIO_F_EVENT_IDX. */
  public static final long EVENT_IDX = 1L << 29;

  /** The feature bit VIRTIO_F_RING_PACKED: queues are packed, not split. */
  public static final long PACKED = 1L << 34;

  /** What both {@link SplitQueue} and {@link PackedQueue} can do. */
  public static final long SUPPORTED = INDIRECT_DESC | EVENT_IDX;

  /** Those among negotiated feature bits. */
  public static RingFeatures of(long features) {
    return new RingFeatures((features & INDIRECT_DESC) != 0, (features & EVENT_IDX) != 0);
  }
}
