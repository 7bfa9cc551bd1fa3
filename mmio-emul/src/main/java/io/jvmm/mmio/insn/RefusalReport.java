package io.jvmm.mmio.insn;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says of each place in the guest's code once that its access was refused, and of no more than
 * {@value #LIMIT} places, whatever the guest does. Safe for use by any thread.
 *
 * @param sink where the lines go
 * @param reported the places, as virtual addresses
 */
record RefusalReport(Consumer<String> sink, Set<Long> reported) {
  static final int LIMIT = 64;

  RefusalReport(Consumer<String> sink) {
    this(sink, ConcurrentHashMap.newKeySet());
  }

  /** Takes note of a refusal. */
  void refused(long pc, Supplier<String> line) {
    if (reported.size() < LIMIT && reported.add(pc)) {
      sink.accept(line.get());
    }
  }

  /** To the log, at the level of a warning. */
  static void log(String line) {
    System.getLogger(NoSyndromeEmulator.class.getName()).log(System.Logger.Level.WARNING, line);
  }
}
