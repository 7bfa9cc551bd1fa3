package io.jvmm.virtio.net;

import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.Bell;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A network in memory: a test sends the guest frames, and waits for the guest's. */
public final class FakeNetwork implements NetBackend {
  private final long offloads;
  private final List<Port> ports = new ArrayList<>();
  private volatile long guestOffloads;
  private volatile int used;
  private volatile boolean closed;

  /** A network of plain frames, for one pair of queues. */
  public FakeNetwork() {
    this(1, 0);
  }

  /**
   * A network for several pairs.
   *
   * @param offloads what it can do: bits of {@link NetOffload}
   */
  public FakeNetwork(int pairs, long offloads) {
    this.offloads = offloads;
    for (int i = 0; i < pairs; i++) {
      ports.add(new Port());
    }
  }

  Port port(int index) {
    return ports.get(index);
  }

  /** Gives the guest a frame. */
  public void deliver(byte[] frame) {
    port(0).deliver(new byte[NetHeader.BYTES], frame);
  }

  /** Gives the guest a frame behind a header, by one of the pairs. */
  public void deliver(int pair, byte[] header, byte[] frame) {
    port(pair).deliver(header, frame);
  }

  /** Fails, as a program does that was killed. */
  void fail() {
    ports.forEach(Port::fail);
  }

  /** Waits for the next frame of the guest. */
  byte[] await() throws InterruptedException {
    return port(0).awaitFrame();
  }

  boolean isClosed() {
    return closed;
  }

  /** Which offloads the driver takes. */
  long guestOffloads() {
    return guestOffloads;
  }

  /** How many ports the driver uses. */
  int used() {
    return used;
  }

  @Override
  public long offloads() {
    return offloads;
  }

  @Override
  public List<NetPort> ports() {
    return List.copyOf(ports);
  }

  @Override
  public void setGuestOffloads(long features) {
    guestOffloads = features;
  }

  @Override
  public void usePorts(int count) {
    used = count;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** One pair's other end. */
  static final class Port implements NetPort, Bell {
    private final BlockingQueue<byte[]> toGuest = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> fromGuest = new LinkedBlockingQueue<>();
    private final Semaphore rings = new Semaphore(0);
    private volatile byte[] header = {};
    private volatile boolean failed;
    private volatile boolean ready = true;
    private volatile Runnable listener = () -> {};

    /** Gives the guest a frame behind a header. */
    void deliver(byte[] before, byte[] frame) {
      byte[] packet = new byte[before.length + frame.length];
      System.arraycopy(before, 0, packet, 0, before.length);
      System.arraycopy(frame, 0, packet, before.length, frame.length);
      toGuest.add(packet);
      ring();
    }

    void fail() {
      failed = true;
      ring();
    }

    /** Has no room for frames any more, or again. */
    void setReady(boolean now) {
      ready = now;
      if (now) {
        listener.run();
      }
    }

    byte[] awaitFrame() throws InterruptedException {
      return fromGuest.take();
    }

    /** The next frame of the guest; empty if there is none. */
    Optional<byte[]> sent() {
      return Optional.ofNullable(fromGuest.poll());
    }

    /** The header of the frame that was sent last. */
    byte[] header() {
      return header;
    }

    @Override
    public boolean isReady() {
      checkAlive();
      return ready;
    }

    @Override
    public boolean send(MemorySegment before, BufferCursor frame) {
      checkAlive();
      header = before.toArray(ValueLayout.JAVA_BYTE);
      byte[] bytes = new byte[(int) frame.remaining()];
      frame.copyTo(MemorySegment.ofArray(bytes));
      fromGuest.add(bytes);
      return true;
    }

    @Override
    public void onReady(Runnable other) {
      listener = other;
    }

    @Override
    public Optional<MemorySegment> receive() {
      checkAlive();
      return Optional.ofNullable(toGuest.poll()).map(MemorySegment::ofArray);
    }

    private void checkAlive() {
      if (failed) {
        throw new HostException("the network has ended: status 9");
      }
    }

    @Override
    public Bell arrivals() {
      return this;
    }

    @Override
    public void ring() {
      rings.release();
    }

    @Override
    public void await() {
      rings.acquireUninterruptibly();
      rings.drainPermits();
    }
  }
}
