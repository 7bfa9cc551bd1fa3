package io.jvmm.virtio;

import io.jvmm.vmm.Bell;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A bell for threads of this process. */
final class ThreadBell implements Bell {
  private final AtomicBoolean rung = new AtomicBoolean();
  private volatile @Nullable Thread waiter;

  @Override
  public void ring() {
    if (!rung.getAndSet(true)) {
      LockSupport.unpark(waiter);
    }
  }

  @Override
  public void await() {
    waiter = Thread.currentThread(); // before it looks: who rings later finds it
    while (!rung.getAndSet(false)) {
      LockSupport.park(this);
    }
  }
}
