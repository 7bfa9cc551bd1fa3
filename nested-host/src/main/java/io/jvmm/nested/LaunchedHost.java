package io.jvmm.nested;

import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An emulator that was started.
 *
 * @param directory its files
 * @param shell the shell that runs it; with an attached one, it dies when our end of the pipe to
 *     the shell closes
 */
record LaunchedHost(HostDirectory directory, Process shell) {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  /** Ends the emulator and removes its files. */
  void stop() {
    directory.emulator().ifPresent(ProcessHandle::destroyForcibly);
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException failure) {
      throw new InternalException("closing a pipe", failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    directory.remove();
  }
}
