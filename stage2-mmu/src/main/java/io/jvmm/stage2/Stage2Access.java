package io.jvmm.stage2;

/** What is done at an address. */
public enum Stage2Access {
  /** A load. */
  READ,
  /** A store. */
  WRITE
}
