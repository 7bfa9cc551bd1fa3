package io.jvmm.virtio.testkit;

import io.jvmm.vmm.irq.LevelIrq;
import java.util.concurrent.TimeUnit;

/** An interrupt line that a test can wait for. */
public final class AwaitableIrq implements LevelIrq {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private boolean asserted; // guarded by this

  @Override
  public synchronized void raise() {
    asserted = true;
    notifyAll();
  }

  @Override
  public synchronized void lower() {
    asserted = false;
  }

  /** Whether it is asserted now. */
  public synchronized boolean isAsserted() {
    return asserted;
  }

  /** Waits until it is asserted; an assertion error if that takes longer than anything should. */
  public synchronized void await() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (!asserted) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("the device does not interrupt");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
