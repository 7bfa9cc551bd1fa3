package io.jvmm.cli;

import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.StandardStream;
import io.jvmm.provisioning.TerminalProgress;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Shows how far a copy is, to a person who has waited for a second, and then ten times a second.
 * Used by one thread.
 */
final class CopyProgress implements LongConsumer {
  private static final long PATIENCE = 1_000_000_000; // in nanoseconds, as all here
  private static final long INTERVAL = PATIENCE / 10;

  private final String what;
  private final long total;
  private final Progress progress;
  private final LongSupplier clock;
  private long next;
  private boolean shown;

  /**
   * Nothing is shown yet.
   *
   * @param total bytes
   * @param clock in nanoseconds
   */
  CopyProgress(String what, long total, Progress progress, LongSupplier clock) {
    this.what = what;
    this.total = total;
    this.progress = progress;
    this.clock = clock;
    this.next = clock.getAsLong() + PATIENCE;
  }

  /** On standard error, if that is a terminal. */
  static LongConsumer of(Path target, long total) {
    return StandardStream.ERROR.isTerminal()
        ? new CopyProgress(
            target.toString(), total, TerminalProgress.toStandardError(), System::nanoTime)
        : _ -> {};
  }

  @Override
  public void accept(long done) {
    long now = clock.getAsLong();
    if (now - next >= 0 || (shown && done == total)) {
      progress.update(what, done, total);
      shown = true;
      next = now + INTERVAL;
    }
  }
}
