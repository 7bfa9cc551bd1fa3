package io.jvmm.virtio;

/**
 * Reports what goes wrong with one device, and keeps a guest from filling the log: what repeats the
 * line before is left out, and so is everything after the first {@value #MAX_LINES} lines. Safe for
 * use by any thread.
 */
public final class ProblemLog {
  /** How many lines one device may write. */
  public static final int MAX_LINES = 16;

  /** The name of the logger. */
  public static final String LOGGER = "io.jvmm.virtio";

  private final String device;
  private String last = ""; // guarded by this, as are all mutable fields
  private int lines;

  /** The log of the device with this name. */
  public ProblemLog(String device) {
    this.device = device;
  }

  /** Reports the guest's or the host's misbehaviour in one line. */
  public void warn(String problem) {
    if (isNew(problem)) {
      // Looked up only now: a machine without problems does not pay for logging at its start.
      System.getLogger(LOGGER).log(System.Logger.Level.WARNING, line(problem));
    }
  }

  /** Reports a bug of ours, with its stack trace. */
  public void error(RuntimeException bug) {
    if (isNew(bug.toString())) {
      System.getLogger(LOGGER).log(System.Logger.Level.ERROR, line("internal error"), bug);
    }
  }

  private synchronized boolean isNew(String problem) {
    if (problem.equals(last) || lines == MAX_LINES) {
      return false;
    }
    last = problem;
    lines++;
    return true;
  }

  private synchronized String line(String problem) {
    String end = lines == MAX_LINES ? " (no more of this device's problems are reported)" : "";
    return "%s: %s%s".formatted(device, problem, end);
  }
}
