package io.jvmm.virtio;

import java.util.Optional;

/**
 * A virtio device, whatever transport the guest reaches it through. It is inactive until a driver
 * has negotiated features and set up queues, then active until the driver resets it, any number of
 * times over. {@link #queueNotified} and {@link #config} may be called by several vCPU threads at a
 * time; the other methods by one thread at a time. None of them waits for the host, except that
 * {@link #deactivate} lets the request under way end.
 */
public interface VirtioDevice extends AutoCloseable {
  /** What it is; always the same. */
  DeviceProfile profile();

  /** What the driver reads and writes of it (virtio 1.3, 2.5); always the same object. */
  ConfigSpace config();

  /**
   * A driver has chosen features and will activate the device with them (virtio 1.3, 3.1.1, step
   * 5): what it reads of the configuration from now on is to follow from them. {@link #deactivate}
   * ends this too.
   *
   * @param features the negotiated feature bits
   */
  default void featuresNegotiated(long features) {}

  /** A driver runs the device from now on. Only called while it is inactive. */
  void activate(Activation activation);

  /**
   * There may be new buffers in a queue. May come at any time, for any of the device's queues, with
   * or without buffers.
   */
  void queueNotified(int queue);

  /**
   * Who serves a queue, and can be woken without {@link #queueNotified}; empty for a device that
   * does not leave its queues to workers.
   */
  default Optional<DeviceWorker> worker(int queue) {
    return Optional.empty();
  }

  /**
   * No driver runs the device any more. When this returns the device does not touch guest memory,
   * and requests that were not completed never will be. While inactive it only forgets what was
   * negotiated.
   */
  void deactivate();

  /** Deactivates it, and gives back what it holds of the host. Closing twice does nothing. */
  @Override
  void close();
}
