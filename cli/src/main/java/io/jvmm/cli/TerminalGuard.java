package io.jvmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's guard gives the terminal back when this process is killed. Told so at an orderly
 * end, it leaves the terminal alone, which by then may be the shell's again.
 */
final class TerminalGuard {
  private static final String DESCRIPTOR = "JVMM_TERMINAL_GUARD";

  private TerminalGuard() {}

  static void releaseAtExit() {
    @Nullable String descriptor = System.getenv(DESCRIPTOR);
    if (descriptor != null) {
      Path pipe = Path.of("/proc/self/fd", descriptor);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> release(pipe)));
    }
  }

  private static void release(Path pipe) {
    try {
      Files.writeString(pipe, "restored\n", StandardOpenOption.WRITE);
    } catch (IOException e) {
      System.err.println("jvmm: the terminal's guard is gone: " + e.getMessage());
    }
  }
}
