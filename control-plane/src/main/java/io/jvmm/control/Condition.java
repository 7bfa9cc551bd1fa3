package io.jvmm.control;

import io.jvmm.monitor.machine.ExitStatus;
import java.util.Locale;

/** What a machine is, to who looks at it from outside. */
public enum Condition {
  /** It never ran. */
  CREATED,
  /** Its process is there, and the guest is not yet, or not again. */
  STARTING,
  /** Its guest runs. */
  RUNNING,
  /** Its guest is held. */
  PAUSED,
  /** It powered off, or was stopped. */
  STOPPED,
  /** Its guest crashed. */
  CRASHED,
  /** It could not be run, or not on. */
  FAILED,
  /** Its process was killed, or went with the host. */
  LOST;

  /** The condition after a run that ended with this exit status of jvmm's. */
  static Condition after(int status) {
    return switch (status) {
      case ExitStatus.CRASHED -> CRASHED;
      case ExitStatus.ERROR -> FAILED;
      default -> STOPPED; // by its guest, its user, or its time
    };
  }

  /** What happens to a machine that comes to be this by the end of its process. */
  MachineEvent.Kind event() {
    return switch (this) {
      case CRASHED -> MachineEvent.Kind.CRASHED;
      case FAILED -> MachineEvent.Kind.FAILED;
      case LOST -> MachineEvent.Kind.LOST;
      case CREATED, STARTING, RUNNING, PAUSED, STOPPED -> MachineEvent.Kind.STOPPED;
    };
  }

  /** Whether its process is there. */
  public boolean isUp() {
    return this == STARTING || this == RUNNING || this == PAUSED;
  }

  /** As users read it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
