package io.jvmm.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.console.PortOutput;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Prints as a device does: what is not taken is offered again as soon as there is room. */
final class Printer {
  private static final int PATIENCE_SECONDS = 30;

  private Printer() {}

  static void print(PortOutput output, byte[] bytes) throws InterruptedException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    Semaphore room = new Semaphore(0);
    output.offer(rest, room::release);
    while (rest.hasRemaining()) {
      assertThat(room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      output.offer(rest, room::release);
    }
  }
}
