package io.jvmm.vmm.irq;

/** An edge-triggered interrupt line: each pulse is one event. Safe for use by any thread. */
@FunctionalInterface
public interface EdgeIrq {
  /** Signals one event. */
  void pulse();
}
