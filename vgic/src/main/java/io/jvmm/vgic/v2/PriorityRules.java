package io.jvmm.vgic.v2;

/**
 * How priorities are stored and split (Arm IHI 0048B, 3.3). Lower numbers are more urgent. Five of
 * the eight bits are implemented, as by the processors whose virtual CPU interface KVM lends to a
 * guest, so that there are 32 levels and a guest's state fits both.
 */
final class PriorityRules {
  /** More than any priority: the running priority of a processor without an active interrupt. */
  static final int IDLE = 0xff;

  /** The smallest binary point that splits below the implemented bits (4.4.3). */
  static final int MIN_BINARY_POINT = 2;

  /** The same for the aliased one, which splits a bit further down (4.4.8). */
  static final int MIN_ALIASED_BINARY_POINT = 3;

  static final int MAX_BINARY_POINT = 7;

  private static final int IMPLEMENTED = 0xf8;
  private static final int LEVEL_SHIFT = 3;
  private static final int BYTE = 0xff;

  private PriorityRules() {}

  /** What a priority field keeps of a byte that is written to it (3.3.1). */
  static int stored(int written) {
    return written & IMPLEMENTED;
  }

  /** The bits of a priority that decide about preemption, by GICC_BPR (3.3.3). */
  static int groupPriorityMask(int binaryPoint) {
    return (BYTE << (binaryPoint + 1)) & BYTE;
  }

  /** The same by GICC_ABPR, for Group 1 while GICC_CTLR.CBPR is 0 (3.3.3). */
  static int aliasedGroupPriorityMask(int binaryPoint) {
    return (BYTE << binaryPoint) & BYTE;
  }

  /** Which of the 32 levels a priority is. */
  static int level(int priority) {
    return priority >>> LEVEL_SHIFT;
  }

  /** The priority of a level. */
  static int priority(int level) {
    return level << LEVEL_SHIFT;
  }
}
