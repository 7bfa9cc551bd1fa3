package io.jvmm.lpae;

/**
 * Why a translation fails, as the fault status code of ESR_ELx.ISS and PAR_EL1.FST says it (Arm
 * ARM, "ISS encoding for an exception from a Data Abort", DFSC).
 */
public enum FaultKind {
  /** An address in a table, or the table's own, is wider than output addresses are. */
  ADDRESS_SIZE(0b000000, 0b101001),
  /** No valid entry, or an address that the tables do not describe. */
  TRANSLATION(0b000100, 0b101011),
  /** The access flag is clear. */
  ACCESS_FLAG(0b001000, 0b001000),
  /** The leaf does not permit the access. */
  PERMISSION(0b001100, 0b001100),
  /** A table lies where there is no memory: synchronous external abort on the walk. */
  EXTERNAL_ABORT(0b010100, 0b010011);

  private final int atLevelZero;
  private final int aboveLevelZero;

  FaultKind(int atLevelZero, int aboveLevelZero) {
    this.atLevelZero = atLevelZero;
    this.aboveLevelZero = aboveLevelZero;
  }

  /** The fault status code for a level, -1 to 3; leaves have no level -1. */
  public int status(int level) {
    return level < 0 ? aboveLevelZero : atLevelZero | level;
  }
}
