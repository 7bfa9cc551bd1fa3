package io.jvmm.virtio.testkit;

import io.jvmm.virtio.ProblemLog;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Catches what devices report, instead of the console, until it is closed. */
public final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger(ProblemLog.LOGGER);
  private final List<String> lines = new ArrayList<>(); // guarded by this

  private LogCapture() {}

  /** Starts catching. */
  public static LogCapture start() {
    LogCapture capture = new LogCapture();
    capture.logger.setUseParentHandlers(false);
    capture.logger.addHandler(capture);
    return capture;
  }

  /** What was reported so far. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public synchronized void publish(LogRecord logged) {
    lines.add(logged.getMessage());
  }

  @Override
  public void flush() {
    // Lines are kept, not written.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
