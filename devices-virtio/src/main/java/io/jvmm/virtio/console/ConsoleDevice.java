package io.jvmm.virtio.console;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceEvents;
import io.jvmm.virtio.DeviceProfile;
import io.jvmm.virtio.DeviceType;
import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.ReplaceableQueues;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.spec.ConsoleSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A console (virtio 1.3, 5.3). Its first port is a terminal: {@code hvc0} to Linux. It may have
 * more ports, each a stream of bytes of its own; without them it does not offer
 * VIRTIO_CONSOLE_F_MULTIPORT. Safe for use by any thread.
 */
public final class ConsoleDevice implements VirtioDevice, ReplaceableQueues {
  /** The feature bit VIRTIO_CONSOLE_F_SIZE: the guest may read the terminal's size. */
  public static final long F_SIZE = 1L << 0;

  /** The feature bit VIRTIO_CONSOLE_F_MULTIPORT: there may be several ports. */
  public static final long F_MULTIPORT = 1L << 1;

  /** The most bytes of a port's input that wait for the guest. */
  public static final int INPUT_BUFFER = 4096;

  /** The most ports beside the first. */
  public static final int MAX_PORTS = ConsoleSpec.MAX_PORTS;

  static final int RECEIVE_QUEUE = 0;
  static final int TRANSMIT_QUEUE = 1;

  private static final int QUEUE_SIZE = 128;

  private final DeviceProfile profile;
  private final ConfigSpace config;
  private final DeviceWorker worker;
  private final List<ConsolePort> ports; // by number; the first is the terminal
  private final ProblemLog problems;
  // Present while a driver is active that reads the size from the configuration space.
  private volatile Optional<DeviceEvents> events = Optional.empty();

  /**
   * A console with one port that no driver runs yet.
   *
   * @param name for logs and threads, such as {@code virtio-console0}
   * @param output where the guest's output goes
   * @param size the terminal's size
   */
  public ConsoleDevice(String name, PortOutput output, ConsoleSize size) {
    this(name, output, size, List.of());
  }

  /**
   * A console that no driver runs yet; see the other constructor.
   *
   * @param others the ports beside the first, at most {@value #MAX_PORTS}: port 1 and so on
   * @throws IllegalArgumentException if there are more
   */
  public ConsoleDevice(
      String name, PortOutput output, ConsoleSize size, List<PortSettings> others) {
    if (others.size() > MAX_PORTS) {
      throw new IllegalArgumentException("no console has %d more ports".formatted(others.size()));
    }
    int queues = QueuePair.count(1 + others.size());
    this.profile =
        new DeviceProfile(
            name,
            DeviceType.CONSOLE,
            others.isEmpty() ? F_SIZE : F_SIZE | F_MULTIPORT,
            Collections.nCopies(queues, QUEUE_SIZE));
    this.worker = new DeviceWorker(name.concat("-io"));
    this.ports = ports(new PortSettings("", true, output), others, worker);
    this.problems = new ProblemLog(name);
    this.config = new ConfigSpace(contents(size));
    ports.getFirst().resize(size);
    ports.getFirst().setConnected(true);
  }

  private static List<ConsolePort> ports(
      PortSettings first, List<PortSettings> others, DeviceWorker worker) {
    List<ConsolePort> ports = new ArrayList<>();
    ports.add(new ConsolePort(0, first, worker));
    for (PortSettings each : others) {
      ports.add(new ConsolePort(ports.size(), each, worker));
    }
    return List.copyOf(ports);
  }

  /** Struct virtio_console_config (5.3.4), as far as the features offered give it a meaning. */
  private byte[] contents(ConsoleSize size) {
    byte[] sizeBytes = size.toBytes();
    if (ports.size() == 1) {
      return sizeBytes;
    }
    return ByteBuffer.allocate(sizeBytes.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(sizeBytes)
        .putInt(ports.size())
        .array();
  }

  /** Tells the guest that the terminal has another size now. */
  public void resize(ConsoleSize size) {
    config.replace(contents(size));
    ports.getFirst().resize(size);
    Optional<DeviceEvents> driver = events;
    if (driver.isPresent()) {
      driver.get().configurationChange();
    }
  }

  /**
   * One of the ports.
   *
   * @param number 0 for the terminal
   */
  public ConsolePort port(int number) {
    return ports.get(number);
  }

  /** Gives the guest's terminal input, and never waits: {@link ConsolePort#offer} of port 0. */
  public int offer(ByteBuffer bytes) {
    return ports.getFirst().offer(bytes);
  }

  /** Gives the guest's terminal input: {@link ConsolePort#send} of port 0. */
  public boolean send(ByteBuffer bytes) throws InterruptedException {
    return ports.getFirst().send(bytes);
  }

  @Override
  public DeviceProfile profile() {
    return profile;
  }

  @Override
  public ConfigSpace config() {
    return config;
  }

  /** A driver that does not know ports has the first one all the same (5.3.5). */
  @Override
  public void activate(Activation activation) {
    if (activation.has(F_MULTIPORT)) {
      worker.start(new MultiportQueues(activation.queues(), ports, problems), activation.events());
    } else {
      events = Optional.of(activation.events());
      QueuePair queues = QueuePair.ofPort(activation.queues(), 0);
      worker.start(PortQueues.of(queues, ports.getFirst()), activation.events());
    }
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

  @Override
  public void close() {
    deactivate();
    ports.forEach(ConsolePort::close);
  }
}
