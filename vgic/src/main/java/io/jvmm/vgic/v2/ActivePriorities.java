package io.jvmm.vgic.v2;

/**
 * The group priorities of the interrupts that one processor has acknowledged and not yet ended: a
 * bit for each level, separately for Group 0 and Group 1, as GICC_APR0 and GICC_NSAPR0 show them
 * (Arm IHI 0048B, 4.4.12 and 4.4.13). An interrupt is taken only if it is more urgent than all of
 * them, so a level is held at most once.
 */
final class ActivePriorities {
  private final int[] levels = new int[2]; // by group

  /** The priority of the most urgent one (3.3.3), {@link PriorityRules#IDLE} without any. */
  int running() {
    int all = levels[0] | levels[1];
    return all == 0
        ? PriorityRules.IDLE
        : PriorityRules.priority(Integer.numberOfTrailingZeros(all));
  }

  void activate(int group, int groupPriority) {
    levels[group] |= 1 << PriorityRules.level(groupPriority);
  }

  /** Priority drop: the most urgent one ends (3.2.1). */
  void drop() {
    int all = levels[0] | levels[1];
    int mostUrgent = Integer.lowestOneBit(all);
    levels[0] &= ~mostUrgent;
    levels[1] &= ~mostUrgent;
  }

  int bits(int group) {
    return levels[group];
  }

  void setBits(int group, int bits) {
    levels[group] = bits;
  }
}
