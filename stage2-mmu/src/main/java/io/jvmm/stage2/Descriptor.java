package io.jvmm.stage2;

import io.jvmm.lpae.TableFormat;

/**
 * An entry of a stage-2 table (Arm ARM, "VMSAv8-64 descriptor formats"), with 48-bit addresses:
 *
 * <pre>
 *   63      55 54 53 52 51   48 47                    12 11 10 9  8 7  6 5      2  1   0
 *  +----------+-----+--+-------+------------------------+--+--+----+----+--------+---+---+
 *  |     0    |  XN | C|   0   | output address[47:12]  | 0|AF| SH |S2AP| MemAttr| T | 1 |  leaf
 *  +----------+-----+--+-------+------------------------+--+--+----+----+--------+---+---+
 *  |            0              | next table[47:12]      |           0            | 1 | 1 |  table
 *  +---------------------------+------------------------+------------------------+---+---+
 *   T: 0 for a block, 1 for a page (level 3); C: Contiguous; bit 0 clear: invalid
 * </pre>
 *
 * <p>{@link TableFormat} knows where addresses of 52 bits go.
 */
record Descriptor(long bits) {
  static final Descriptor INVALID = new Descriptor(0);

  private static final long VALID = 1;
  private static final long CONTIGUOUS = 1L << 52;

  /** What may change while a processor walks: S2AP and XN. */
  private static final long PERMISSIONS = 0b11L << 6 | 0b11L << 53;

  boolean isValid() {
    return (bits & VALID) != 0;
  }

  boolean isContiguous() {
    return (bits & CONTIGUOUS) != 0;
  }

  /** This leaf, said to be one of a contiguous group or not. */
  Descriptor contiguous(boolean contiguous) {
    return new Descriptor(contiguous ? bits | CONTIGUOUS : bits & ~CONTIGUOUS);
  }

  /**
   * Whether a processor that walks at the same time must never have both in its TLB, so that the
   * entry has to be invalid in between (Arm ARM, "Using break-before-make when updating translation
   * table entries").
   */
  boolean mustBreakBefore(Descriptor next) {
    boolean permissionsOnly = ((bits ^ next.bits) & ~PERMISSIONS) == 0 && !isContiguous();
    return isValid() && next.isValid() && !equals(next) && !permissionsOnly;
  }
}
