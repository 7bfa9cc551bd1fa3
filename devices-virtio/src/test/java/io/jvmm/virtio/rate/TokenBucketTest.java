package io.jvmm.virtio.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final FakePacer clock = new FakePacer();
  private final TokenBucket bucket = new TokenBucket(1000, clock::nanoTime);

  @Test
  void aTenthOfASecondsUnitsPassAtOnce() {
    bucket.spend(100);
    assertThat(bucket.waitNanos()).isZero();

    bucket.spend(1);

    assertThat(bucket.waitNanos()).isEqualTo(SECOND / 1000);
  }

  @Test
  void aUnitLargerThanTheBurstPassesAndTheNextWaitsLonger() {
    bucket.spend(2000);

    assertThat(bucket.waitNanos()).isEqualTo(2 * SECOND - SECOND / 10);
  }

  @Test
  void timeWithoutUnitsFillsTheBucketNoFurtherThanTheBurst() {
    bucket.spend(150);
    clock.pass(60 * SECOND);

    bucket.spend(150);

    assertThat(bucket.waitNanos()).isEqualTo(SECOND / 20);
  }

  @Test
  void overALongTimeExactlyTheRatePasses() {
    long passed = 0;
    long end = clock.nanoTime() + 10 * SECOND;
    while (clock.nanoTime() - end < 0) {
      bucket.spend(7);
      passed += 7;
      clock.pass(bucket.waitNanos());
    }
    assertThat(passed).isBetween(10_000L, 10_000L + 100 + 7);
  }
}
