package io.jvmm.virtio.net;

import java.util.concurrent.locks.LockSupport;

/** The time that rate limits go by. */
interface Pacer {
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
