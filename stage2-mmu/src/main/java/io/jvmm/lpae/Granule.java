package io.jvmm.lpae;

/**
 * A translation granule: the size of pages and of tables, and so the geometry of the levels (Arm
 * ARM, "Translation granules").
 */
public enum Granule {
  /** 4 KiB: each level resolves 9 bits; TG0 0b00. */
  SIZE_4K(12, 0b00, 1),
  /** 16 KiB: each level resolves 11 bits; TG0 0b10. */
  SIZE_16K(14, 0b10, 2),
  /** 64 KiB: each level resolves 13 bits; TG0 0b01. */
  SIZE_64K(16, 0b01, 2);

  /** The level whose entries are pages. */
  public static final int LAST_LEVEL = 3;

  private final int pageBits;
  private final int tg0;
  private final int firstBlockLevel;

  Granule(int pageBits, int tg0, int firstBlockLevel) {
    this.pageBits = pageBits;
    this.tg0 = tg0;
    this.firstBlockLevel = firstBlockLevel;
  }

  /** The bits of an offset in a page. */
  public int pageBits() {
    return pageBits;
  }

  /** The bytes of a page, and of a table. */
  public long pageSize() {
    return 1L << pageBits;
  }

  /** The address bits that one level resolves. */
  public int levelBits() {
    return pageBits - 3;
  }

  /** The entries of a table. */
  public int entries() {
    return 1 << levelBits();
  }

  /** The address bits below those that an index of a level, -1 to 3, is made of. */
  public int entryBits(int level) {
    return pageBits + levelBits() * (LAST_LEVEL - level);
  }

  /** How much an entry of a level describes, in bytes. */
  public long entrySize(int level) {
    return 1L << entryBits(level);
  }

  /**
   * How many adjacent entries of a level the Contiguous bit makes one translation of; 1 where the
   * bit has no meaning (Arm ARM, "The Contiguous bit").
   */
  public int contiguousEntries(int level) {
    return switch (this) {
      case SIZE_4K -> level >= 1 ? 16 : 1;
      case SIZE_16K -> level == 3 ? 128 : level == 2 ? 32 : 1;
      case SIZE_64K -> level >= 2 ? 32 : 1;
    };
  }

  /** The encoding of TG0 in TCR_EL1 and VTCR_EL2. */
  public int tg0() {
    return tg0;
  }

  /** The first level whose entries may map memory themselves, without 52-bit addresses. */
  int firstBlockLevel() {
    return firstBlockLevel;
  }
}
