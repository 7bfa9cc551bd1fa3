package io.jvmm.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Where a command prints. */
final class StandardOutput {
  private StandardOutput() {}

  /** Whether a person reads it. */
  static boolean isTerminal() {
    try {
      Path output = Path.of("/proc/self/fd/1").toRealPath();
      return output.startsWith("/dev/pts") || output.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return false; // a pipe or a socket is no path
    }
  }
}
