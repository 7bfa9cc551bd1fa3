package io.jvmm.vmm;

/**
 * Why a machine stopped.
 *
 * @param kind the kind
 * @param detail a line for people; empty where the kind says it all
 */
public record StopReason(Kind kind, String detail) {
  /** The kinds. */
  public enum Kind {
    /** The guest powered off. */
    POWERED_OFF,
    /** The guest asked for a reset. */
    RESET,
    /** The guest halted, or was stopped from outside. */
    HALTED,
    /** The guest reported a crash, or its processor ended in a state that cannot go on. */
    CRASHED,
    /** The host or jvmm itself failed. */
    FAILED,
    /** The time that the user gave was over. */
    TIMED_OUT
  }

  /** A reason that needs no words. */
  public static StopReason of(Kind kind) {
    return new StopReason(kind, "");
  }
}
