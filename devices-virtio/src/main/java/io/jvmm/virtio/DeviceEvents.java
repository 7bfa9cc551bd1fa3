package io.jvmm.virtio;

/** What an active device tells its driver beside used buffers. Safe for use by any thread. */
public interface DeviceEvents {
  /** The device's configuration space has changed (virtio 1.3, 2.3). */
  void configurationChange();

  /**
   * The device cannot go on: it sets DEVICE_NEEDS_RESET (virtio 1.3, 2.1.2).
   *
   * @param cause a {@link io.jvmm.vmm.error.GuestException}, reported in one line; anything else is
   *     a bug of ours, reported with its stack trace
   */
  void needsReset(RuntimeException cause);
}
