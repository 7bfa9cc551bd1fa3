package io.jvmm.virtio.rate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time that rate limits go by. */
public interface Pacer {
  /**
   * The longest pause of a device's worker, in nanoseconds: whoever waits for its step to end must
   * not wait for longer.
   */
  long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  /** Time as it passes; a pause ends early when the device's worker is kicked or stopped. */
  Pacer SYSTEM =
      new Pacer() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
          LockSupport.parkNanos(this, nanos);
        }
      };

  /** Nanoseconds since some moment. */
  long nanoTime();

  /** Lets at most so many nanoseconds pass. */
  void pause(long nanos);
}
