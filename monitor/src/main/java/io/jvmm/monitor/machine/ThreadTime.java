package io.jvmm.monitor.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a thread has had a CPU: the guest's time with it, for a thread that runs a vCPU. Linux
 * tells it of each thread by a number that Java does not know; a thread finds its own out by a
 * link.
 */
final class ThreadTime {
  private static final Path PROC = Path.of("/proc");
  private static final Path SELF = PROC.resolve("thread-self");
  private static final int FIRST_FIELD = 3; // behind the name, which may have blanks and brackets
  private static final int USER_TIME = 14; // proc_pid_stat(5)
  private static final int SYSTEM_TIME = 15;
  private static final int MILLIS_PER_TICK = 10; // user space's 100 Hz, on every Linux for ARM64

  private volatile Optional<Path> directory = Optional.empty();
  private volatile Duration last = Duration.ZERO;

  /** Makes it that of the thread that calls; where Linux does not say which it is, it stays 0. */
  void follow() {
    try {
      directory = Optional.of(PROC.resolve(Files.readSymbolicLink(SELF)));
    } catch (IOException e) {
      directory = Optional.empty();
    }
  }

  /** How long until now, or until the thread ended as far as was asked. From any thread. */
  Duration used() {
    directory.ifPresent(
        thread -> {
          try {
            last = parse(Files.readString(thread.resolve("stat")));
          } catch (IOException e) {
            directory = Optional.empty(); // it has ended
          }
        });
    return last;
  }

  /** From the line of proc_pid_stat(5); none if it is not as that has it. */
  static Duration parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= SYSTEM_TIME - FIRST_FIELD) {
      return Duration.ZERO;
    }
    return Duration.ofMillis(
        MILLIS_PER_TICK
            * (Long.parseLong(fields[USER_TIME - FIRST_FIELD])
                + Long.parseLong(fields[SYSTEM_TIME - FIRST_FIELD])));
  }
}
