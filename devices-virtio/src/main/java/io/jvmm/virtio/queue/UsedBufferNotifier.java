package io.jvmm.virtio.queue;

/** Sends used buffer notifications to the driver (virtio 1.3, 2.3). Safe for use by any thread. */
public interface UsedBufferNotifier {
  /** Tells the driver that buffers of a queue were used. */
  void usedBuffer(int queue);
}
