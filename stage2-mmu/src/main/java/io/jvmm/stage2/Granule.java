package io.jvmm.stage2;

/** The 4 KiB translation granule: each level resolves 9 bits of the address (Arm ARM, D8.2.8). */
final class Granule {
  static final int PAGE_BITS = 12;
  static final long PAGE_SIZE = 1L << PAGE_BITS;
  static final int LEVEL_BITS = 9;
  static final int ENTRIES = 1 << LEVEL_BITS;
  static final int LAST_LEVEL = 3;

  /** The first level whose entries may map memory themselves; level 0 only points to tables. */
  static final int FIRST_BLOCK_LEVEL = 1;

  private Granule() {}

  /** The address bits below those that a level's index is made of. */
  static int entryBits(int level) {
    return PAGE_BITS + LEVEL_BITS * (LAST_LEVEL - level);
  }

  /** How much one entry of a level describes, in bytes. */
  static long entrySize(int level) {
    return 1L << entryBits(level);
  }
}
