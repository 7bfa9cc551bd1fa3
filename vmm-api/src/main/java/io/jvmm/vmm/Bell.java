package io.jvmm.vmm;

import java.util.OptionalInt;

/**
 * What one thread waits at and others ring. A bell that was rung before the thread waits lets it go
 * on at once; rings that nobody has waited for in between count as one.
 */
public interface Bell {
  /** Lets the waiting thread go on. Never blocks; from any thread. */
  void ring();

  /** Waits until it is rung. May return without, but seldom. Only one thread may wait. */
  void await();

  /**
   * The eventfd(2) by which the host's kernel can ring it too; empty for a bell that only this
   * process can ring.
   */
  default OptionalInt descriptor() {
    return OptionalInt.empty();
  }
}
