package io.jvmm.virtio.testkit;

import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A doorbell that a test rings, and that remembers what stores would. */
public final class FakeDoorbell implements Doorbell {
  private final boolean refuses;
  private final List<String> stores = new ArrayList<>();
  private final Semaphore rings = new Semaphore(0);
  private volatile boolean waiting;
  private boolean closed;

  private FakeDoorbell(boolean refuses) {
    this.refuses = refuses;
  }

  /** A good one. */
  public static FakeDoorbell create() {
    return new FakeDoorbell(false);
  }

  /** One of a host that has no room for more connections. */
  public static FakeDoorbell refusing() {
    return new FakeDoorbell(true);
  }

  /** What rings it now, such as {@code 0xa000050/4=1}: address, width in bytes, value. */
  public List<String> stores() {
    return List.copyOf(stores);
  }

  /** Whether a thread waits at it. */
  public boolean isWaitedAt() {
    return waiting;
  }

  /** Whether it was given back. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void connect(GuestAddress address, int width, long value) {
    if (refuses) {
      throw new HostException("no room");
    }
    stores.add(store(address, width, value));
  }

  @Override
  public void disconnect(GuestAddress address, int width, long value) {
    if (!stores.remove(store(address, width, value))) {
      throw new HostException("not connected");
    }
  }

  private static String store(GuestAddress address, int width, long value) {
    return "0x%x/%d=%d".formatted(address.value(), width, value);
  }

  @Override
  public void ring() {
    rings.release();
  }

  @Override
  public void await() {
    waiting = true;
    rings.acquireUninterruptibly();
    waiting = false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
