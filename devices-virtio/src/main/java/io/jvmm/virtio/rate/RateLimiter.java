package io.jvmm.virtio.rate;

import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.RateSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many bytes may pass in a second, and how many units: frames in one direction, or a disk's
 * operations. Safe for use by any thread; those who share one share its budget.
 */
public final class RateLimiter {
  private final List<TokenBucket> bytes; // one, or none
  private final List<TokenBucket> units; // one, or none

  /** The limits of one direction of an interface, which count frames. */
  public RateLimiter(RateSpec rate, Pacer pacer) {
    this(rate.bytesPerSecond(), rate.packetsPerSecond(), pacer);
  }

  /** The limits of a disk, which count operations. */
  public RateLimiter(DiskLimitSpec limit, Pacer pacer) {
    this(limit.bytesPerSecond(), limit.operationsPerSecond(), pacer);
  }

  private RateLimiter(Optional<MemorySize> bytes, Optional<Integer> units, Pacer pacer) {
    this.bytes = buckets(bytes.map(MemorySize::bytes), pacer);
    this.units = buckets(units.map(Integer::longValue), pacer);
  }

  private static List<TokenBucket> buckets(Optional<Long> perSecond, Pacer pacer) {
    return perSecond.stream().map(rate -> new TokenBucket(rate, pacer::nanoTime)).toList();
  }

  /** How many nanoseconds until a unit may pass; 0 for now. */
  public synchronized long waitNanos() {
    return Stream.concat(bytes.stream(), units.stream())
        .mapToLong(TokenBucket::waitNanos)
        .max()
        .orElse(0);
  }

  /**
   * Lets a unit of so many bytes pass, whether it may or not.
   *
   * @param length 0 to 2<sup>33</sup> bytes
   */
  public synchronized void spend(long length) {
    bytes.forEach(bucket -> bucket.spend(length));
    units.forEach(bucket -> bucket.spend(1));
  }

  /**
   * Lets a unit of so many bytes pass if it may, and counts it only then: of several threads that
   * ask at the same time, the budget of one serves one.
   *
   * @param length 0 to 2<sup>33</sup> bytes
   * @return 0 if it passes, and otherwise how many nanoseconds until one may
   */
  public synchronized long tryPass(long length) {
    long wait = waitNanos();
    if (wait == 0) {
      spend(length);
    }
    return wait;
  }
}
