package io.jvmm.provisioning;

import java.io.PrintStream;

/**
 * Progress for a person: on a terminal one line that is drawn over and over, elsewhere (a log, a
 * pipe) a plain line per piece of work.
 */
public final class TerminalProgress implements Progress {
  private static final int COLUMNS = 79;
  private static final int BAR_CELLS = 24;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private boolean lineOpen;

  /**
   * To a stream.
   *
   * @param terminal whether the stream is a terminal
   */
  public TerminalProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** To this process's standard error. */
  public static TerminalProgress toStandardError() {
    return new TerminalProgress(System.err, StandardStream.ERROR.isTerminal());
  }

  @Override
  public void step(String what) {
    closeLine();
    out.println("jvmm: " + what);
    out.flush();
  }

  @Override
  public void update(String what, long done, long total) {
    if (terminal) {
      out.print(ERASE_LINE + fit(line(what, done, total)));
      lineOpen = true;
      if (done >= total) {
        closeLine();
      }
    } else if (done >= total) {
      out.println("jvmm: " + what + ", " + megabytes(total));
    }
    out.flush();
  }

  private void closeLine() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
  }

  private static String line(String what, long done, long total) {
    int full = (int) (BAR_CELLS * Math.min(done, total) / Math.max(1, total));
    String bar = "#".repeat(full) + "-".repeat(BAR_CELLS - full);
    return "jvmm: [%s] %s of %s  %s".formatted(bar, megabytes(done), megabytes(total), what);
  }

  private static String fit(String line) {
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
  }

  private static String megabytes(long bytes) {
    return "%.1f MB".formatted(bytes / 1e6);
  }
}
