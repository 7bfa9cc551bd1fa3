package io.jvmm.virtio.pci;

import io.jvmm.virtio.DriverNotifier;
import io.jvmm.vmm.pci.PciInterrupts;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Notifies the driver by the message of a vector that it has chosen, or, where it has not enabled
 * messages, by the INTx line and the ISR status (virtio 1.3, 4.1.4.5 and 4.1.5). Safe for use by
 * any thread.
 */
final class PciNotifier implements DriverNotifier {
  /** No vector: the driver wants no such notifications. */
  static final int NO_VECTOR = 0xffff;

  private static final int QUEUE = 1;
  private static final int CONFIGURATION = 2;

  private final PciInterrupts interrupts;
  private final AtomicIntegerArray vectors; // of the queues; the last is for configuration changes
  private int causes; // guarded by this

  PciNotifier(PciInterrupts interrupts, int queues) {
    this.interrupts = interrupts;
    this.vectors = new AtomicIntegerArray(queues + 1);
    clearVectors();
  }

  /** The number that stands for configuration changes where others stand for queues. */
  int configuration() {
    return vectors.length() - 1;
  }

  /** The vector of a queue's; none of a queue that does not exist. */
  int vector(int queue) {
    return exists(queue) ? vectors.get(queue) : NO_VECTOR;
  }

  /** The driver chooses a queue's vector; one that does not exist is none (4.1.5.1.2.1). */
  void choose(int queue, int vector) {
    if (exists(queue)) {
      vectors.set(queue, vector < vectors.length() ? vector : NO_VECTOR);
    }
  }

  private boolean exists(int queue) {
    return queue >= 0 && queue < vectors.length();
  }

  @Override
  public void usedBuffer(int queue) {
    notify(queue, QUEUE);
  }

  @Override
  public void configurationChange() {
    notify(configuration(), CONFIGURATION);
  }

  private void notify(int queue, int cause) {
    if (interrupts.messagesEnabled()) {
      int vector = vectors.get(queue);
      if (vector != NO_VECTOR) {
        interrupts.signal(vector);
      }
    } else {
      raise(cause);
    }
  }

  private synchronized void raise(int cause) {
    causes |= cause;
    interrupts.setLine(true);
  }

  /** The ISR status, which it clears: that lowers the line. */
  synchronized int takeCauses() {
    int taken = causes;
    causes = 0;
    interrupts.setLine(false);
    return taken;
  }

  @Override
  public void reset() {
    takeCauses();
    clearVectors();
  }

  private void clearVectors() {
    for (int i = 0; i < vectors.length(); i++) {
      vectors.set(i, NO_VECTOR);
    }
  }
}
