package io.jvmm.control;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a log to a user, and what is added to it. */
public final class LogFollower {
  private static final int CHUNK = 64 << 10;
  private static final long POLL_MILLIS = 100;

  private final Path log;
  private final OutputStream out;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private long position;

  /**
   * A follower at the start of a log.
   *
   * @param log need not exist yet
   * @param out gets it
   */
  public LogFollower(Path log, OutputStream out) {
    this.log = log;
    this.out = out;
  }

  /**
   * Copies what there is that was not copied before. A log that became shorter was begun anew.
   *
   * @throws HostException if it cannot be read, or nobody takes it
   */
  public void copy() {
    if (!Files.exists(log)) {
      return;
    }
    try (FileChannel file = FileChannel.open(log)) {
      position = file.size() < position ? 0 : position;
      while (file.read(chunk.clear(), position) > 0) {
        out.write(chunk.array(), 0, chunk.position());
        position += chunk.position();
      }
      out.flush();
    } catch (IOException e) {
      throw new HostException("cannot show '%s': %s".formatted(log, e.getMessage()), e);
    }
  }

  /** Waits a little: nobody is told when a log grows. */
  public void awaitMore() throws InterruptedException {
    Thread.sleep(POLL_MILLIS);
  }
}
