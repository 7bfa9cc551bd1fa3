package io.jvmm.virtio;

import io.jvmm.virtio.queue.UsedBufferNotifier;

/** How a transport gets the driver's attention (virtio 1.3, 2.3). Safe for use by any thread. */
public interface DriverNotifier extends UsedBufferNotifier {
  /** Sends a configuration change notification. */
  void configurationChange();

  /** Forgets all that the driver has not acknowledged yet: the device was reset. */
  void reset();
}
