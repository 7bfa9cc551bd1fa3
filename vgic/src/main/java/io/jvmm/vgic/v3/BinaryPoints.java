package io.jvmm.vgic.v3;

/**
 * How a priority splits into the part that preempts and the rest (Arm IHI 0069, 4.8.3): by BPR0 for
 * group 0, by BPR1 for group 1 unless CTLR.CBPR makes BPR0 common.
 */
final class BinaryPoints {
  private static final int LEAST_0 = 2;
  private static final int LEAST_1 = 3;
  private static final int MOST = 7;

  private int point0 = LEAST_0;
  private int point1 = LEAST_1;
  private boolean common;

  boolean isCommon() {
    return common;
  }

  void setCommon(boolean value) {
    common = value;
  }

  int point0() {
    return point0;
  }

  /** What ICC_BPR1_EL1 shows. */
  int visiblePoint1() {
    return common ? Math.min(point0 + 1, MOST) : point1;
  }

  /** What it shows when BPR0 is not common. */
  int point1() {
    return point1;
  }

  void setPoint0(long value) {
    point0 = Math.max(LEAST_0, (int) value & MOST);
  }

  void setPoint1(long value) {
    point1 = Math.max(LEAST_1, (int) value & MOST);
  }

  /** The part of a priority that decides whether it preempts. */
  int groupPriority(boolean group1, int priority) {
    int subpriorityBits = group1 && !common ? point1 : point0 + 1;
    return priority >> subpriorityBits << subpriorityBits;
  }
}
