package io.jvmm.virtio.net;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A network in memory: a test sends the guest frames, and waits for the guest's. */
public final class FakeNetwork implements NetBackend {
  private static final byte[] BROKEN = {};

  private final BlockingQueue<byte[]> toGuest = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> fromGuest = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** Gives the guest a frame. */
  public void deliver(byte[] frame) {
    toGuest.add(frame);
  }

  /** Fails, as a program does that was killed. */
  void fail() {
    toGuest.add(BROKEN);
  }

  /** Waits for the next frame of the guest. */
  byte[] await() throws InterruptedException {
    return fromGuest.take();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void send(byte[] frame) {
    fromGuest.add(frame);
  }

  @Override
  public byte[] receive() throws IOException {
    try {
      byte[] frame = toGuest.take();
      if (frame.length == 0) {
        throw new IOException("the network has ended: status 9");
      }
      return frame;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    fail();
  }
}
