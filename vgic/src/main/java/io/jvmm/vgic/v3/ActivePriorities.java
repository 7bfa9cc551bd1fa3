package io.jvmm.vgic.v3;

/**
 * The priorities that a CPU interface is serving: a bit for each of 32 levels, by group (Arm IHI
 * 0069, 4.8.4 and ICC_AP1R0_EL1). The lowest bit is the highest priority.
 */
final class ActivePriorities {
  /** The running priority when nothing is active. */
  static final int IDLE = 0xff;

  private static final int LEVEL_SHIFT = 3;

  private int group0;
  private int group1;

  int get(boolean ofGroup1) {
    return ofGroup1 ? group1 : group0;
  }

  void set(boolean ofGroup1, int levels) {
    if (ofGroup1) {
      group1 = levels;
    } else {
      group0 = levels;
    }
  }

  /** The running priority: 0 to 0xf8, or {@link #IDLE}. */
  int running() {
    int all = group0 | group1;
    return all == 0 ? IDLE : Integer.numberOfTrailingZeros(all) << LEVEL_SHIFT;
  }

  void raise(boolean ofGroup1, int groupPriority) {
    set(ofGroup1, get(ofGroup1) | 1 << (groupPriority >> LEVEL_SHIFT));
  }

  /** Drops the running priority, if an interrupt of this group has set it. */
  void drop(boolean ofGroup1) {
    int mine = get(ofGroup1);
    int highest = Integer.lowestOneBit(group0 | group1);
    set(ofGroup1, mine & ~highest);
  }
}
