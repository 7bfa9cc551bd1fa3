package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThreadTimeTest {
  @Test
  void aThreadsTimeIsThatOfUserAndSystem() {
    assertThat(ThreadTime.parse("7 (a) b) R 1 2 3 4 5 6 7 8 9 10 150 25 0 0 20"))
        .isEqualTo(Duration.ofMillis(1750));
  }

  @Test
  void aLineThatIsTooShortSaysNothing() {
    assertThat(ThreadTime.parse("7 (a) R 1 2 3")).isZero();
    assertThat(ThreadTime.parse("")).isZero();
  }

  @Test
  void aThreadThatHasEndedKeepsWhatWasSeenOfIt() throws InterruptedException {
    ThreadTime time = new ThreadTime();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  time.follow();
                  while (time.used().isZero()) {
                    Thread.onSpinWait();
                  }
                });
    thread.join();

    assertThat(time.used()).isPositive();
  }

  @Test
  void whatFollowsNoThreadIsNothing() {
    assertThat(new ThreadTime().used()).isZero();
  }
}
