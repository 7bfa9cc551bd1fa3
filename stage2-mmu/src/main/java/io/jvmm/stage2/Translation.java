package io.jvmm.stage2;

import io.jvmm.lpae.FaultKind;

/** What a walk of the stage-2 tables comes to. */
public sealed interface Translation {
  /**
   * The address is mapped.
   *
   * @param output the output address
   * @param level the level of the block or page that maps it, 0 to 3
   * @param attributes what that says of it
   * @param blockSize how many bytes the block or page maps
   */
  record Mapped(long output, int level, Stage2Attributes attributes, long blockSize)
      implements Translation {}

  /**
   * The processor would take an exception to EL2.
   *
   * @param kind the kind; the architecture looks for an access flag fault before a permission fault
   * @param level the level that ESR_EL2.ISS reports
   */
  record Fault(FaultKind kind, int level) implements Translation {
    /** The fault status code that ESR_EL2.ISS and PAR_EL1.FST give. */
    public int status() {
      return kind.status(level);
    }
  }
}
