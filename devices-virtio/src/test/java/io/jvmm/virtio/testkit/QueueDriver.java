package io.jvmm.virtio.testkit;

import io.jvmm.virtio.queue.QueueLayout;
import java.util.List;

/**
 * The driver's side of a virtqueue, whatever its format: what a well-behaved driver does, and two
 * methods for one that does not behave.
 */
public interface QueueDriver {
  /** How many bytes of memory a queue of up to 256 elements takes. */
  long FOOTPRINT = 0x4000;

  /** How many elements it has. */
  int size();

  /** Where it is, for a device. */
  QueueLayout layout(int index);

  /** Makes a chain of buffers available. Returns the number by which it is known. */
  int add(DriverBuffer... buffers);

  /** Makes a chain available whose descriptors are in a table of their own. Returns its number. */
  int addIndirect(long table, DriverBuffer... buffers);

  /** The chains used since the last call, oldest first. */
  List<DriverQueue.Used> takeUsed();

  /**
   * Whether the device wants a notification of the chains that were added since the last call.
   *
   * @param eventIndex whether VIRTIO_F_EVENT_IDX was negotiated
   */
  boolean wantsNotification(boolean eventIndex);

  /** Asks for no notification of used buffers. */
  void suppressNotifications();

  /** Asks for a notification of the next used buffer that {@link #takeUsed} has not seen. */
  void requestNotification(boolean eventIndex);

  /**
   * Writes one descriptor, whatever it is, and nothing else.
   *
   * @param number the next descriptor of a split queue; the buffer's ID in a packed one
   */
  void descriptor(int index, DriverBuffer buffer, int flags, int number);

  /**
   * Makes a descriptor available, whatever it is.
   *
   * @param index any number in a split queue; in a packed one taken modulo its size
   */
  void makeAvailable(int index);
}
