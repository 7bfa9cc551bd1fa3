package io.jvmm.linux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventCounterTest {
  private final EventCounter bell = EventCounter.create();

  @AfterEach
  void close() {
    bell.close();
  }

  @Test
  void whoComesAfterTheRingDoesNotWait() {
    bell.ring();
    bell.await();
  }

  @Test
  void whoWaitsGoesOnAtTheRing() throws Exception {
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(bell::await);

    bell.ring();

    waiting.get(30, TimeUnit.SECONDS);
  }

  @Test
  void ringsAfterTheEndDoNothing() {
    bell.close();
    bell.ring();
    bell.close();
  }
}
