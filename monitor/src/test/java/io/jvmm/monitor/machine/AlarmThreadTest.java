package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AlarmThreadTest {
  private static final int PATIENCE_SECONDS = 10;

  @Test
  void anAlarmRingsOnTheClocksOwnThread() throws InterruptedException {
    BlockingQueue<String> rang = new LinkedBlockingQueue<>();
    try (AlarmThread clock = new AlarmThread("test-alarms")) {
      clock.after(Duration.ofMillis(1), () -> rang.add(Thread.currentThread().getName()));

      assertThat(rang.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("test-alarms");
    }
  }

  @Test
  void aCancelledAlarmDoesNotRing() throws InterruptedException {
    AtomicBoolean rang = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    try (AlarmThread clock = new AlarmThread("test-alarms")) {
      clock.after(Duration.ofMillis(50), () -> rang.set(true)).cancel();
      clock.after(Duration.ofMillis(51), later::countDown);

      assertThat(later.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(rang).isFalse();
  }

  @Test
  void afterItsEndNothingRings() {
    AtomicBoolean rang = new AtomicBoolean();
    AlarmThread clock = new AlarmThread("test-alarms");
    clock.after(Duration.ofHours(1), () -> rang.set(true));

    clock.close();
    clock.after(Duration.ZERO, () -> rang.set(true));

    assertThat(rang).isFalse();
  }
}
