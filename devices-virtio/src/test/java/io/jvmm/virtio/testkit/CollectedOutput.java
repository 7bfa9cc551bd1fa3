package io.jvmm.virtio.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.virtio.console.PortOutput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The host's end of a console's port that takes as many bytes as a test makes room for. */
public final class CollectedOutput implements PortOutput {
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream(); // guarded by this
  private int room; // guarded by this
  private Runnable waiting = () -> {}; // guarded by this

  /** With room for so many bytes. */
  public CollectedOutput(int room) {
    this.room = room;
  }

  /** That takes everything. */
  public static CollectedOutput unlimited() {
    return new CollectedOutput(Integer.MAX_VALUE);
  }

  @Override
  public synchronized void offer(ByteBuffer bytes, Runnable roomForMore) {
    byte[] copy = new byte[Math.min(bytes.remaining(), room)];
    bytes.get(copy);
    taken.writeBytes(copy);
    room -= copy.length;
    if (bytes.hasRemaining()) {
      waiting = roomForMore;
    }
  }

  /** Makes room for more, and tells whoever waits for it. */
  public void makeRoom(int bytes) {
    Runnable told;
    synchronized (this) {
      room += bytes;
      told = waiting;
      waiting = () -> {};
    }
    told.run();
  }

  /** All it has taken. */
  public synchronized String text() {
    return taken.toString(US_ASCII);
  }
}
