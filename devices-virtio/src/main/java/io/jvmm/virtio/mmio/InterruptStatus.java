package io.jvmm.virtio.mmio;

import io.jvmm.virtio.DriverNotifier;
import io.jvmm.vmm.irq.LevelIrq;

/**
 * The causes for which the device interrupts, and its line: asserted as long as there is a cause
 * that the driver has not acknowledged (virtio 1.3, 4.2.2 and 4.2.3.4). Safe for use by any thread.
 */
final class InterruptStatus implements DriverNotifier {
  private static final int USED_BUFFER = 1;
  private static final int CONFIGURATION_CHANGE = 2;

  private final LevelIrq line;
  private volatile int causes; // written under this monitor, as is the line

  InterruptStatus(LevelIrq line) {
    this.line = line;
  }

  int causes() {
    return causes;
  }

  @Override
  public void usedBuffer(int queue) {
    raise(USED_BUFFER);
  }

  @Override
  public void configurationChange() {
    raise(CONFIGURATION_CHANGE);
  }

  private synchronized void raise(int cause) {
    int before = causes;
    causes = before | cause; // first, for a vCPU may look as soon as the line is up
    if (before == 0) {
      line.raise();
    }
  }

  synchronized void acknowledge(int handled) {
    int before = causes;
    causes = before & ~handled;
    if (before != 0 && causes == 0) {
      line.lower();
    }
  }

  @Override
  public void reset() {
    acknowledge(-1);
  }
}
