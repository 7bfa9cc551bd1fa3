package io.jvmm.virtio.console;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceEvents;
import io.jvmm.virtio.DeviceProfile;
import io.jvmm.virtio.DeviceType;
import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ReplaceableQueues;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.queue.Virtqueue;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * A console with one port (virtio 1.3, 5.3): {@code hvc0} to Linux. Input and output pass through
 * bounded buffers of its own, which outlive resets of the device: no byte is lost, and a side that
 * is too fast waits. Safe for use by any thread.
 */
public final class ConsoleDevice implements VirtioDevice, ReplaceableQueues {
  /** The feature bit VIRTIO_CONSOLE_F_SIZE: the guest may read the terminal's size. */
  public static final long F_SIZE = 1L << 0;

  /** The most bytes of input that wait for the guest. */
  public static final int INPUT_BUFFER = 4096;

  /** The most bytes of output that wait for the host. */
  public static final int OUTPUT_BUFFER = 65536;

  static final int RECEIVE_QUEUE = 0;
  static final int TRANSMIT_QUEUE = 1;

  private static final int QUEUE_SIZE = 128;

  private final DeviceProfile profile;
  private final ConfigSpace config;
  private final BytePipe input = new BytePipe(INPUT_BUFFER);
  private final BytePipe output = new BytePipe(OUTPUT_BUFFER);
  private final DeviceWorker worker;
  private final OutputWriter writer;
  private volatile Optional<DeviceEvents> events = Optional.empty(); // present while active

  /**
   * A console that no driver runs yet.
   *
   * @param name for logs and threads, such as {@code virtio-console0}
   * @param output where the guest's output goes, written by a thread of the console's own; may
   *     block; is not closed
   * @param size the terminal's size
   */
  public ConsoleDevice(String name, WritableByteChannel output, ConsoleSize size) {
    this.profile =
        new DeviceProfile(name, DeviceType.CONSOLE, F_SIZE, List.of(QUEUE_SIZE, QUEUE_SIZE));
    this.config = new ConfigSpace(size.toConfig());
    this.worker = new DeviceWorker(name.concat("-io"));
    this.writer = new OutputWriter(name, this.output, output, worker);
  }

  /** Tells the guest that the terminal has another size now. */
  public void resize(ConsoleSize size) {
    config.replace(size.toConfig());
    Optional<DeviceEvents> driver = events;
    if (driver.isPresent()) {
      driver.get().configurationChange();
    }
  }

  /**
   * Gives the guest as much input as there is room for, and never waits.
   *
   * @param bytes what was taken is consumed
   * @return how many bytes were taken; 0 once the console is closed
   */
  public int offer(ByteBuffer bytes) {
    int taken = input.offer(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.position() + taken);
    worker.kick();
    return taken;
  }

  /**
   * Gives the guest input, and waits until all of it is taken.
   *
   * @param bytes consumed
   * @return false if the console was closed before
   */
  public boolean send(ByteBuffer bytes) throws InterruptedException {
    while (bytes.hasRemaining()) {
      if (!input.awaitSpace()) {
        return false;
      }
      offer(bytes);
    }
    return true;
  }

  @Override
  public DeviceProfile profile() {
    return profile;
  }

  @Override
  public ConfigSpace config() {
    return config;
  }

  @Override
  public void activate(Activation activation) {
    PortQueues port =
        new PortQueues(
            activation.queues().get(RECEIVE_QUEUE),
            activation.queues().get(TRANSMIT_QUEUE),
            input,
            output);
    writer.start();
    events = Optional.of(activation.events());
    worker.start(port, activation.events());
  }

  @Override
  public void queueNotified(int queue) {
    worker.kick();
  }

  @Override
  public Optional<DeviceWorker> worker(int queue) {
    return Optional.of(worker);
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    worker.replaceQueue(index, queue);
  }

  @Override
  public void deactivate() {
    events = Optional.empty();
    worker.stop();
  }

  /** Also waits, at most a second, until the host has taken what the guest has written. */
  @Override
  public void close() {
    deactivate();
    input.close();
    writer.close();
  }
}
