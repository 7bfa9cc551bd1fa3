package io.jvmm.virtio.rate;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets so many units pass in a second, and a burst of a tenth of that at once. What passes may
 * leave it in debt, so that a unit larger than the burst passes too, and the next one waits longer.
 * Kept as one moment: when all that has passed will be paid for (the generic cell rate algorithm,
 * ITU-T I.371). Not safe for use by several threads.
 */
final class TokenBucket {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BURST = SECOND / 10;

  private final long perSecond;
  private final LongSupplier nanoTime;
  private long paidAt; // nanoseconds of nanoTime

  /**
   * A full bucket.
   *
   * @param perSecond the rate, at least 1
   */
  TokenBucket(long perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.paidAt = nanoTime.getAsLong();
  }

  /** How many nanoseconds until something may pass; 0 for now. */
  long waitNanos() {
    return Math.max(0, paidAt - nanoTime.getAsLong() - BURST);
  }

  /**
   * Lets units pass, whether they may or not.
   *
   * @param units 0 to 2<sup>33</sup>
   */
  void spend(long units) {
    long debt = Math.max(0, paidAt - nanoTime.getAsLong());
    paidAt = nanoTime.getAsLong() + debt + units * SECOND / perSecond;
  }
}
