package io.jvmm.mmio;

import java.time.Duration;

/** Wakes devices when a time is over. Safe for use by any thread. */
@FunctionalInterface
public interface AlarmClock {
  /** Something that is going to happen. */
  @FunctionalInterface
  interface Alarm {
    /** Keeps it from happening; it may be under way already. */
    void cancel();
  }

  /** Has {@code action} run once, on a thread of the clock's, {@code delay} from now. */
  Alarm after(Duration delay, Runnable action);
}
