package io.jvmm.virtio.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameQueueTest {
  private final FrameQueue queue = new FrameQueue();

  @Test
  void framesComeOutInTheirOrder() {
    queue.open();
    queue.offer(new byte[] {1});
    queue.offer(new byte[] {2});

    assertThat(queue.peek()).contains(new byte[] {1});
    assertThat(queue.poll()).contains(new byte[] {1});
    assertThat(queue.poll()).contains(new byte[] {2});
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void framesForAClosedQueueAreThrownAwayAndCounted() throws InterruptedException {
    assertThat(queue.offer(new byte[1])).isTrue();
    queue.put(new byte[1]);

    assertThat(queue.peek()).isEmpty();
    assertThat(queue.discarded()).isEqualTo(2);
  }

  @Test
  void closingThrowsAwayWhatIsInIt() {
    queue.open();
    queue.offer(new byte[1]);

    queue.close();

    assertThat(queue.poll()).isEmpty();
    assertThat(queue.discarded()).isEqualTo(1);
  }

  @Test
  void itsBytesAreBounded() {
    queue.open();
    assertThat(queue.offer(new byte[FrameQueue.MAX_BYTES])).isTrue();
    assertThat(queue.offer(new byte[1])).isFalse();
    queue.poll();
    assertThat(queue.offer(new byte[1])).isTrue();
  }

  @Test
  void itsFramesAreBounded() {
    queue.open();
    int taken = 0;
    while (queue.offer(new byte[1])) {
      taken++;
    }
    assertThat(taken).isEqualTo(FrameQueue.MAX_FRAMES);
  }

  @Test
  void aSenderWithoutRoomIsRememberedOnce() {
    queue.open();
    queue.offer(new byte[FrameQueue.MAX_BYTES]);
    queue.offer(new byte[1]);

    assertThat(queue.takeSenderWaits()).isTrue();
    assertThat(queue.takeSenderWaits()).isFalse();
  }

  @Test
  void whoeverPutsWaitsForRoom() throws Exception {
    queue.open();
    queue.put(new byte[FrameQueue.MAX_BYTES]);
    CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> put(new byte[] {7}));

    queue.poll();
    sender.get();

    assertThat(queue.poll()).contains(new byte[] {7});
  }

  @Test
  void theEndWakesWhoeverWaitsForAFrame() throws Exception {
    queue.open();
    CompletableFuture<Boolean> receiver = CompletableFuture.supplyAsync(this::takes);

    queue.end();

    assertThat(receiver.get()).isFalse();
    queue.open();
    queue.offer(new byte[1]);
    assertThat(queue.poll()).isEmpty();
  }

  private void put(byte[] frame) {
    try {
      queue.put(frame);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean takes() {
    try {
      return queue.take().isPresent();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
