package io.jvmm.stage1;

/**
 * What stage 1 says of a page besides where it is (Arm ARM, "Stage 1 attribute fields in Block and
 * Page descriptors"), with the restrictions of the tables above it.
 *
 * @param writable whether stores are permitted at EL1; loads always are: AP[2], APTable[1]
 * @param unprivileged whether EL0 may do the same: AP[1], APTable[0]
 * @param privilegedExecuteNever PXN, PXNTable
 * @param unprivilegedExecuteNever UXN, UXNTable
 * @param memoryType the index of the memory type in MAIR_EL1, 0 to 7
 */
public record PageAttributes(
    boolean writable,
    boolean unprivileged,
    boolean privilegedExecuteNever,
    boolean unprivilegedExecuteNever,
    int memoryType) {
  /** What everything has while there is no stage-1 translation. */
  static final PageAttributes UNTRANSLATED = new PageAttributes(true, true, false, false, 0);

  private static final long AP_UNPRIVILEGED = 1L << 6;
  private static final long AP_READ_ONLY = 1L << 7;
  private static final long DIRTY_BIT_MODIFIER = 1L << 51;
  private static final long PXN = 1L << 53;
  private static final long UXN = 1L << 54;
  private static final long PXN_TABLE = 1L << 59;
  private static final long UXN_TABLE = 1L << 60;
  private static final long AP_TABLE_NO_UNPRIVILEGED = 1L << 61;
  private static final long AP_TABLE_READ_ONLY = 1L << 62;

  /**
   * The attributes of a leaf.
   *
   * @param leaf its descriptor
   * @param tables the descriptors of the tables above, in one OR; 0 if they do not count
   * @param setsDirtyState whether the processor makes pages writable that say so
   */
  static PageAttributes of(long leaf, long tables, boolean setsDirtyState) {
    boolean readOnly =
        has(leaf, AP_READ_ONLY) && !(setsDirtyState && has(leaf, DIRTY_BIT_MODIFIER));
    return new PageAttributes(
        !readOnly && !has(tables, AP_TABLE_READ_ONLY),
        has(leaf, AP_UNPRIVILEGED) && !has(tables, AP_TABLE_NO_UNPRIVILEGED),
        has(leaf, PXN) || has(tables, PXN_TABLE),
        has(leaf, UXN) || has(tables, UXN_TABLE),
        (int) (leaf >>> 2 & 0b111));
  }

  private static boolean has(long descriptor, long bit) {
    return (descriptor & bit) != 0;
  }
}
