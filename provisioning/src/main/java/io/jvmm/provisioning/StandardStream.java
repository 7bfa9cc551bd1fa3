package io.jvmm.provisioning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One of the three streams that a process is born with. */
public enum StandardStream {
  /** What is typed. */
  INPUT(0),
  /** What is printed. */
  OUTPUT(1),
  /** What is said beside it. */
  ERROR(2);

  private static final List<String> TERMINALS =
      List.of("/dev/pts/", "/dev/tty", "/dev/hvc", "/dev/console");

  private final int descriptor;

  StandardStream(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Whether a terminal is at the other end; Java's console tells of two streams together only. */
  public boolean isTerminal() {
    return isTerminal(Path.of("/proc/self/fd", "" + descriptor));
  }

  static boolean isTerminal(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return TERMINALS.stream().anyMatch(target::startsWith);
    } catch (IOException _) {
      return false;
    }
  }
}
