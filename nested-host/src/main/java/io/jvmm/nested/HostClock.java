package io.jvmm.nested;

/** What the nested host's clock follows. */
public enum HostClock {
  /** Time as it passes; the vCPUs run in parallel. */
  WALL,
  /**
   * Executed instructions, one nanosecond each, over all vCPUs and exception levels: slower, and
   * repeatable however busy the machine is.
   */
  INSTRUCTIONS
}
