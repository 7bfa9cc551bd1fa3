package io.jvmm.virtio.net.passt;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps the end of what a program prints, whatever the amount. Safe for use by any thread. */
final class LastWords {
  private static final int LINES = 5;
  private static final int LINE_LENGTH = 300;

  private final Deque<String> lines = new ArrayDeque<>(); // guarded by this
  private final Thread listener;

  /** Listens until the program closes its end. */
  LastWords(String name, BufferedReader program) {
    listener = Thread.ofPlatform().daemon().name(name).start(() -> listen(program));
  }

  /** What there is, in one line, once the program has closed its end. */
  String await() throws InterruptedException {
    listener.join();
    return text();
  }

  private synchronized String text() {
    return String.join("; ", lines);
  }

  private void listen(BufferedReader program) {
    try (program) {
      for (String line = program.readLine(); line != null; line = program.readLine()) {
        keep(line.strip());
      }
    } catch (IOException e) {
      keep("(%s)".formatted(e.getMessage()));
    }
  }

  private synchronized void keep(String line) {
    if (line.isEmpty()) {
      return;
    }
    if (lines.size() == LINES) {
      lines.remove();
    }
    lines.add(line.substring(0, Math.min(line.length(), LINE_LENGTH)));
  }
}
