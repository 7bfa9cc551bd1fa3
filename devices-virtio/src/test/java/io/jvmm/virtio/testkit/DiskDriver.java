package io.jvmm.virtio.testkit;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;

import io.jvmm.virtio.queue.QueueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A disk's driver with one queue, which makes many requests available at a time. Each has a place
 * of its own in memory: header, status, descriptors, and {@value #DATA} bytes of data.
 */
public final class DiskDriver {
  /** The most requests at a time. */
  public static final int REQUESTS = 256;

  /** The bytes of data that a request has room for. */
  public static final int DATA = 2048;

  /** What the status of a request is that nobody has answered. */
  public static final int NOT_ANSWERED = 0xee;

  private static final int HEADER = 16;
  private static final int CONTROL = 128; // header, status and descriptors
  private static final long CONTROLS = DriverMemory.BASE + 0x10000;
  private static final long BUFFERS = DriverMemory.BASE + 0x20000;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final DriverMemory memory;
  private final MmioDriver device;
  private final QueueDriver queue;
  private final List<DriverQueue.Used> used = new ArrayList<>();

  /** The driver of a device that is not running; its queue begins where memory does. */
  public DiskDriver(DriverMemory memory, MmioDriver device, RingFormat format) {
    memory.put(DriverMemory.BASE, new byte[(int) QueueDriver.FOOTPRINT]);
    this.memory = memory;
    this.device = device;
    this.queue = format.driver(memory, DriverMemory.BASE, REQUESTS);
  }

  /** Resets the device and runs it. */
  public void start(long features) {
    device.start(features, queue);
  }

  /** Where the queue is. */
  public QueueLayout layout() {
    return queue.layout(0);
  }

  /** Where the data of a request are. */
  public static long data(int request) {
    return BUFFERS + (long) request * DATA;
  }

  /** Makes a read available. */
  public void read(int request, long sector, int bytes) {
    add(request, 0, sector, writable(data(request), bytes));
  }

  /** Makes a write available, of what the request's data are. */
  public void write(int request, long sector, int bytes) {
    add(request, 1, sector, readable(data(request), bytes));
  }

  /** Makes a request available. */
  public void add(int request, int type, long sector, DriverBuffer... data) {
    long control = CONTROLS + (long) request * CONTROL;
    memory.put32(control, type);
    memory.put64(control + 8, sector);
    memory.put(control + HEADER, (byte) NOT_ANSWERED);
    DriverBuffer[] buffers = new DriverBuffer[data.length + 2];
    buffers[0] = readable(control, HEADER);
    System.arraycopy(data, 0, buffers, 1, data.length);
    buffers[data.length + 1] = writable(control + HEADER, 1);
    queue.addIndirect(control + 2 * HEADER, buffers);
  }

  /** Makes what is no request available. */
  public void addMalformed() {
    queue.add(readable(CONTROLS, 1));
  }

  /** Tells the device of what is available. */
  public void kick() {
    device.notifyQueue(0);
  }

  /** How a request was answered. */
  public int status(int request) {
    return Byte.toUnsignedInt(memory.bytes(CONTROLS + (long) request * CONTROL + HEADER, 1)[0]);
  }

  /** All requests that were given back so far, oldest first. */
  public List<DriverQueue.Used> used() {
    used.addAll(queue.takeUsed());
    return List.copyOf(used);
  }

  /** Waits until so many requests were given back since the start. */
  public void await(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (used().size() < count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("%d of %d requests came back".formatted(used.size(), count));
      }
      Thread.sleep(1);
    }
  }
}
