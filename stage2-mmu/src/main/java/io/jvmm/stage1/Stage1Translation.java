package io.jvmm.stage1;

import io.jvmm.lpae.FaultKind;

/** What a walk of the stage-1 tables comes to. */
public sealed interface Stage1Translation {
  /**
   * The address is mapped.
   *
   * @param ipa the intermediate physical address: the guest's physical one
   * @param level the level of the block or page, -1 to 3; 0 too while there is no translation
   * @param attributes what may be done there
   */
  record Translated(long ipa, int level, PageAttributes attributes) implements Stage1Translation {}

  /**
   * The guest would take an exception whatever it did there.
   *
   * @param kind the kind; never a permission fault, since a load at EL1 is always permitted
   * @param level the level that ESR_EL1.ISS reports
   */
  record Fault(FaultKind kind, int level) implements Stage1Translation {
    /** The fault status code that ESR_EL1.ISS and PAR_EL1.FST give. */
    public int status() {
      return kind.status(level);
    }
  }
}
