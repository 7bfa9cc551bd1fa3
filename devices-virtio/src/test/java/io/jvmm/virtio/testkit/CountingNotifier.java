package io.jvmm.virtio.testkit;

import io.jvmm.virtio.DriverNotifier;

/** Counts the notifications that a device sends. */
public final class CountingNotifier implements DriverNotifier {
  private int usedBuffers; // guarded by this, as is the other
  private int configurationChanges;

  @Override
  public synchronized void usedBuffer(int queue) {
    usedBuffers++;
  }

  @Override
  public synchronized void configurationChange() {
    configurationChanges++;
  }

  @Override
  public synchronized void reset() {
    usedBuffers = 0;
    configurationChanges = 0;
  }

  /** How many used buffer notifications were sent since the last reset. */
  public synchronized int usedBuffers() {
    return usedBuffers;
  }

  /** How many configuration change notifications were sent since the last reset. */
  public synchronized int configurationChanges() {
    return configurationChanges;
  }
}
