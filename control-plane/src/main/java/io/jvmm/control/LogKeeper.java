package io.jvmm.control;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a log that others append to from filling the disk: when it has {@value #LIMIT} bytes it
 * becomes the old log, in the place of the one before, and begins anew. So there is always that
 * much of it, and never more than twice that, but for what is written within a second.
 */
public final class LogKeeper implements AutoCloseable {
  /** The most bytes of a log before it becomes an old one. */
  static final long LIMIT = 8 << 20;

  private static final System.Logger LOG = System.getLogger(LogKeeper.class.getName());
  private static final long POLL_MILLIS = 1_000;

  private final Path log;
  private final Thread thread;

  private LogKeeper(Path log) {
    this.log = log;
    this.thread = Thread.ofVirtual().unstarted(this::watch);
  }

  /** Keeps a log, which need not exist, until it is closed. */
  public static LogKeeper of(Path log) {
    LogKeeper keeper = new LogKeeper(log);
    keeper.thread.start();
    return keeper;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(POLL_MILLIS);
        rotate(LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the log {0} is no longer kept small: {1}", log, e.getMessage());
    }
  }

  /** Those who append go on in the same file, which is empty then. */
  void rotate(long limit) throws IOException {
    if (!Files.exists(log) || Files.size(log) < limit) {
      return;
    }
    Files.copy(
        log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
