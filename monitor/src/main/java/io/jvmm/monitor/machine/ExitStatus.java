package io.jvmm.monitor.machine;

import io.jvmm.vmm.StopReason;

/** What the process that ran a machine exits with. */
public enum ExitStatus {
  /** jvmm's own numbers. */
  JVMM,
  /** bhyve(8)'s numbers: 0 rebooted, 1 powered off, 2 halted, 3 crashed, 4 error. */
  BHYVE;

  /** The status of every error: specification, host, or jvmm itself. */
  public static final int ERROR = 4;

  /** The status of a guest's crash. */
  public static final int CRASHED = 3;

  /** One of these numbers in jvmm's own. */
  public int inOwnNumbers(int status) {
    return this == BHYVE && status == 1 ? 0 : status; // powered off
  }

  /** The status for a reason to stop. */
  public int of(StopReason reason) {
    return switch (reason.kind()) {
      case POWERED_OFF -> this == BHYVE ? 1 : 0;
      case RESET -> 0;
      case HALTED -> 2;
      case CRASHED -> CRASHED;
      case FAILED -> ERROR;
      case TIMED_OUT -> this == BHYVE ? 2 : 5;
    };
  }
}
