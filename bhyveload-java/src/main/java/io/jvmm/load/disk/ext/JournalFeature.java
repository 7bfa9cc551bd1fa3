package io.jvmm.load.disk.ext;

/** What a journal may have that changes its format (journal.rst, jbd2_incompat). */
enum JournalFeature {
  REVOKE(0x1),
  BIT64(0x2),
  ASYNC_COMMIT(0x4),
  CSUM_V2(0x8),
  CSUM_V3(0x10),
  FAST_COMMIT(0x20);

  private final int bit;

  JournalFeature(int bit) {
    this.bit = bit;
  }

  boolean isIn(int features) {
    return (features & bit) != 0;
  }

  /** The bits that stand for no feature here. */
  static int unknown(int features) {
    int unknown = features;
    for (JournalFeature feature : values()) {
      unknown &= ~feature.bit;
    }
    return unknown;
  }
}
