package io.jvmm.lpae;

/**
 * How 64-bit descriptors are read (Arm ARM, "VMSAv8-64 descriptor formats"). Addresses have 48
 * bits, or 52: in a 64 KiB granule bits 51:48 of one are then bits 15:12 of the descriptor
 * (FEAT_LPA); in the others bits 49:48 are where they belong and 51:50 are bits 9:8, where the
 * shareability would be (FEAT_LPA2, with DS set).
 *
 * @param granule the granule
 * @param wide whether addresses have 52 bits
 */
public record TableFormat(Granule granule, boolean wide) {
  private static final long VALID = 0b01;
  private static final long TABLE_OR_PAGE = 0b10;

  /** What a descriptor is, at its level. */
  public enum Kind {
    /** It describes nothing; bit patterns that are reserved at its level count as this. */
    INVALID,
    /** It points to a table of the next level. */
    TABLE,
    /** It maps memory: a page at level 3, a block above. */
    LEAF
  }

  /** What a descriptor is at a level. */
  public Kind kind(long descriptor, int level) {
    if ((descriptor & VALID) == 0) {
      return Kind.INVALID;
    }
    boolean tableOrPage = (descriptor & TABLE_OR_PAGE) != 0;
    if (level == Granule.LAST_LEVEL) {
      return tableOrPage ? Kind.LEAF : Kind.INVALID;
    }
    if (tableOrPage) {
      return Kind.TABLE;
    }
    return level >= firstBlockLevel() ? Kind.LEAF : Kind.INVALID;
  }

  /** The first level at which there are blocks: one less with wide addresses. */
  public int firstBlockLevel() {
    return granule.firstBlockLevel() - (wide ? 1 : 0);
  }

  /** Whether leaves have a shareability field. */
  public boolean hasShareability() {
    return !wide || granule == Granule.SIZE_64K;
  }

  /** The address in a table descriptor. */
  public long nextTable(long descriptor) {
    if (!wide) {
      return field(descriptor, 48);
    }
    return granule == Granule.SIZE_64K
        ? field(descriptor, 48) | (descriptor >>> 12 & 0b1111) << 48
        : field(descriptor, 50) | (descriptor >>> 8 & 0b11) << 50;
  }

  /** The first address that a leaf of a level maps to. */
  public long output(long descriptor, int level) {
    return nextTable(descriptor) & -granule.entrySize(level);
  }

  /** A table descriptor that points to an address. */
  public long table(long address) {
    return encode(address) | TABLE_OR_PAGE | VALID;
  }

  /** A leaf of a level that maps to an address, with attributes in place. */
  public long leaf(int level, long address, long attributes) {
    long type = level == Granule.LAST_LEVEL ? TABLE_OR_PAGE | VALID : VALID;
    return encode(address) | attributes | type;
  }

  private long encode(long address) {
    if (!wide) {
      return address;
    }
    return granule == Granule.SIZE_64K
        ? field(address, 48) | (address >>> 48 & 0b1111) << 12
        : field(address, 50) | (address >>> 50 & 0b11) << 8;
  }

  /** The bits below {@code end} that are not an offset in a page. */
  private long field(long bits, int end) {
    return bits & ((1L << end) - granule.pageSize());
  }
}
