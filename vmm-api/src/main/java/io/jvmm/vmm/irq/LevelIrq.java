package io.jvmm.vmm.irq;

/**
 * A level-sensitive interrupt line: asserted as long as the device has a reason. Raising a raised
 * line and lowering a lowered one do nothing. Safe for use by any thread.
 */
public interface LevelIrq {
  /** Asserts the line. */
  void raise();

  /** Deasserts the line. */
  void lower();

  /** Asserts or deasserts it. */
  default void set(boolean asserted) {
    if (asserted) {
      raise();
    } else {
      lower();
    }
  }
}
