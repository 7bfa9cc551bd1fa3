package io.jvmm.nested;

import io.jvmm.vmm.error.HostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A nested host that outlives the process that started it, and is ended by its process id.
 *
 * @param directory its files
 */
record DetachedHost(HostDirectory directory) {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);

  /** Whether it runs. */
  boolean isUp() {
    return directory.emulator().isPresent();
  }

  /**
   * Ends it, if it runs, and removes its files.
   *
   * @throws HostException if it does not end
   */
  void end() {
    directory.emulator().ifPresent(this::end);
    directory.remove();
  }

  private void end(ProcessHandle emulator) {
    CompletableFuture<ProcessHandle> ended = emulator.onExit();
    emulator.destroyForcibly();
    try {
      ended.get(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
      awaitRecord();
    } catch (ExecutionException | TimeoutException failure) {
      throw new HostException(
          "the emulator, process %d, does not end; end it by hand".formatted(emulator.pid()),
          failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its shell writes into the directory once more: not into that of the next host. */
  private void awaitRecord() {
    long deadline = System.nanoTime() + END_LIMIT.toNanos();
    while (!directory.hasExited() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
