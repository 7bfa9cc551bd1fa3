package io.jvmm.kvm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What works without KVM; a guest rings in {@code DoorbellIT}. */
@Timeout(60)
class KvmDoorbellTest {
  private static final int NO_FILE = -1;

  private final KvmDoorbell doorbell = KvmDoorbell.create(new KvmFd(NO_FILE));

  @AfterEach
  void close() {
    doorbell.close();
  }

  @Test
  void whoComesAfterTheRingDoesNotWait() {
    doorbell.ring();
    doorbell.await();
  }

  @Test
  void whoWaitsGoesOnAtTheRing() throws Exception {
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(doorbell::await);

    doorbell.ring();

    waiting.get(30, TimeUnit.SECONDS);
  }

  @Test
  void ringsAfterTheEndDoNothing() {
    doorbell.close();
    doorbell.ring();
    doorbell.close();
  }
}
