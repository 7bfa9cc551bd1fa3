package io.jvmm.stage2;

/** What a walk of the stage-2 tables comes to. */
public sealed interface Translation {
  /**
   * The address is mapped.
   *
   * @param output the output address
   * @param level the level of the block or page that maps it, 1 to 3
   * @param attributes what that says of it
   * @param blockSize how many bytes the block or page maps: 4 KiB, 2 MiB or 1 GiB
   */
  record Mapped(long output, int level, Stage2Attributes attributes, long blockSize)
      implements Translation {}

  /**
   * The processor would take an exception to EL2.
   *
   * @param kind the kind
   * @param level the level that ESR_EL2.ISS reports
   */
  record Fault(Kind kind, int level) implements Translation {
    /** The kinds, in the order in which the architecture looks for them (Arm ARM, D8.15). */
    public enum Kind {
      /** No valid entry, or an address wider than the tables describe. */
      TRANSLATION,
      /** An entry points past the output size. */
      ADDRESS_SIZE,
      /** The access flag is clear. */
      ACCESS_FLAG,
      /** The block or page does not permit the access. */
      PERMISSION
    }
  }
}
