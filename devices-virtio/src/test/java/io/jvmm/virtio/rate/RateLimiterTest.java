package io.jvmm.virtio.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.MemorySize;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final FakePacer clock = new FakePacer();

  @Test
  void withoutLimitsEverythingPasses() {
    RateLimiter limiter = new RateLimiter(DiskLimitSpec.unlimited(), clock);

    assertThat(limiter.tryPass(1L << 33)).isZero();
    assertThat(limiter.tryPass(1L << 33)).isZero();
  }

  @Test
  void theLowerOfTwoLimitsHolds() {
    RateLimiter limiter = limiter("1000B", 10);

    limiter.spend(1000);

    assertThat(limiter.tryPass(1)).isEqualTo(SECOND - SECOND / 10);
  }

  @Test
  void whatDoesNotPassIsNotCounted() {
    RateLimiter limiter = limiter("1000B", 10);
    limiter.spend(1000);

    limiter.tryPass(1000);
    clock.pass(SECOND);

    assertThat(limiter.tryPass(1000)).isZero();
  }

  private RateLimiter limiter(String bytes, int operations) {
    return new RateLimiter(
        new DiskLimitSpec(Optional.of(MemorySize.parse(bytes)), Optional.of(operations)), clock);
  }
}
