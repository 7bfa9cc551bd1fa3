package io.jvmm.virtio.net;

import io.jvmm.vmm.spec.RateSpec;
import java.util.ArrayList;
import java.util.List;

/** How many bytes and frames may pass in one direction. Not safe for use by several threads. */
final class RateLimiter {
  private final List<TokenBucket> bytes = new ArrayList<>();
  private final List<TokenBucket> frames = new ArrayList<>();

  RateLimiter(RateSpec rate, Pacer pacer) {
    rate.bytesPerSecond()
        .ifPresent(size -> bytes.add(new TokenBucket(size.bytes(), pacer::nanoTime)));
    rate.packetsPerSecond()
        .ifPresent(packets -> frames.add(new TokenBucket(packets, pacer::nanoTime)));
  }

  /** How many nanoseconds until a frame may pass; 0 for now. */
  long waitNanos() {
    return Math.max(longest(bytes), longest(frames));
  }

  /** Lets a frame of so many bytes pass. */
  void spend(int length) {
    bytes.forEach(bucket -> bucket.spend(length));
    frames.forEach(bucket -> bucket.spend(1));
  }

  private static long longest(List<TokenBucket> buckets) {
    return buckets.stream().mapToLong(TokenBucket::waitNanos).max().orElse(0);
  }
}
