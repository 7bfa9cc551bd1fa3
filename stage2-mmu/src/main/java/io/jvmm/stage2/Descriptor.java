package io.jvmm.stage2;

/**
 * An entry of a stage-2 table (Arm ARM, D8.3.1).
 *
 * <pre>
 *   63      55 54 53 52   48 47                       12 11 10 9  8 7  6 5      2  1   0
 *  +----------+-----+-------+---------------------------+--+--+----+----+--------+---+---+
 *  |     0    |  XN |   0   | output address[47:12]     | 0|AF| SH |S2AP| MemAttr| T | 1 |  leaf
 *  +----------+-----+-------+---------------------------+--+--+----+----+--------+---+---+
 *  |            0           | next table[47:12]         |           0            | 1 | 1 |  table
 *  +------------------------+---------------------------+------------------------+---+---+
 *   T: 0 for a block (levels 1 and 2), 1 for a page (level 3); bit 0 clear: invalid
 * </pre>
 */
record Descriptor(long bits) {
  static final Descriptor INVALID = new Descriptor(0);

  private static final long VALID = 0b01;
  private static final long TABLE_OR_PAGE = 0b10;
  private static final long ADDRESS_MASK = 0x0000_ffff_ffff_f000L;

  /** What an entry is, at its level. */
  enum Kind {
    /** It describes nothing; bit patterns that are reserved at its level count as this. */
    INVALID,
    /** It points to a table of the next level. */
    TABLE,
    /** It maps memory: a page at level 3, a block above. */
    LEAF
  }

  static Descriptor table(long address) {
    return new Descriptor(address | TABLE_OR_PAGE | VALID);
  }

  static Descriptor leaf(int level, long output, Stage2Attributes attributes) {
    long type = level == Granule.LAST_LEVEL ? TABLE_OR_PAGE | VALID : VALID;
    return new Descriptor(output | attributes.bits() | type);
  }

  Kind kind(int level) {
    if ((bits & VALID) == 0) {
      return Kind.INVALID;
    }
    boolean tableOrPage = (bits & TABLE_OR_PAGE) != 0;
    if (level == Granule.LAST_LEVEL) {
      return tableOrPage ? Kind.LEAF : Kind.INVALID;
    }
    if (tableOrPage) {
      return Kind.TABLE;
    }
    return level >= Granule.FIRST_BLOCK_LEVEL ? Kind.LEAF : Kind.INVALID;
  }

  /** Where the next table is. */
  long nextTable() {
    return bits & ADDRESS_MASK;
  }

  /** The first output address that a leaf of {@code level} maps to. */
  long output(int level) {
    return bits & ADDRESS_MASK & -Granule.entrySize(level);
  }

  Stage2Attributes attributes() {
    return Stage2Attributes.of(bits);
  }

  /** What a block, or an invalid entry, of {@code level} says of its {@code i}th part below. */
  Descriptor part(int level, int i) {
    if (kind(level) == Kind.INVALID) {
      return INVALID;
    }
    return leaf(level + 1, output(level) + i * Granule.entrySize(level + 1), attributes());
  }

  /**
   * The block of {@code level} that maps what this entry of the level below maps, and what is
   * around it; {@link #INVALID} if there can be none.
   */
  Descriptor widened(int level) {
    boolean possible = level >= Granule.FIRST_BLOCK_LEVEL && kind(level + 1) == Kind.LEAF;
    long output = output(level + 1) & -Granule.entrySize(level);
    return possible ? leaf(level, output, attributes()) : INVALID;
  }
}
