package io.jvmm.virtio.net;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceProfile;
import io.jvmm.virtio.DeviceType;
import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.ReplaceableQueues;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.rate.RateLimiter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A network interface (virtio 1.3, 5.1): {@code eth0} to Linux. It has as many pairs of queues as
 * its back end has ports, and offers what offloads that can do. Each queue has a thread of its own.
 * Safe for use by any thread.
 */
public final class NetDevice implements VirtioDevice, ReplaceableQueues {
  /** The feature bit VIRTIO_NET_F_CTRL_GUEST_OFFLOADS: the driver may change what it takes. */
  public static final long F_CTRL_GUEST_OFFLOADS = 1L << 2;

  /** The feature bit VIRTIO_NET_F_MTU: the device tells the largest packet. */
  public static final long F_MTU = 1L << 3;

  /** The feature bit VIRTIO_NET_F_MAC: the device has an address. */
  public static final long F_MAC = 1L << 5;

  /** The feature bit VIRTIO_NET_F_MRG_RXBUF: a frame may take several receive buffers. */
  public static final long F_MRG_RXBUF = 1L << 15;

  /** The feature bit VIRTIO_NET_F_STATUS: the device tells whether the link is up. */
  public static final long F_STATUS = 1L << 16;

  /** The feature bit VIRTIO_NET_F_CTRL_VQ: there is a control queue. */
  public static final long F_CTRL_VQ = 1L << 17;

  /** The feature bit VIRTIO_NET_F_CTRL_RX: receive modes can be set. */
  public static final long F_CTRL_RX = 1L << 18;

  /** The feature bit VIRTIO_NET_F_GUEST_ANNOUNCE: the driver announces itself when asked. */
  public static final long F_GUEST_ANNOUNCE = 1L << 21;

  /** The feature bit VIRTIO_NET_F_MQ: there are several pairs of queues. */
  public static final long F_MQ = 1L << 22;

  /** The feature bit VIRTIO_NET_F_CTRL_MAC_ADDR: the driver may set another address. */
  public static final long F_CTRL_MAC_ADDR = 1L << 23;

  private static final long FEATURES =
      F_MTU
          | F_MAC
          | F_MRG_RXBUF
          | F_STATUS
          | F_CTRL_VQ
          | F_CTRL_RX
          | F_GUEST_ANNOUNCE
          | F_CTRL_MAC_ADDR;
  private static final int QUEUE_SIZE = 256;
  private static final int CONTROL_QUEUE_SIZE = 16;

  private final DeviceProfile profile;
  private final NetSettings settings;
  private final NetBackend backend;
  private final NetConfig config;
  private final NetContext context;
  private final NetWorkers workers;
  private volatile Optional<Activation> active = Optional.empty();

  /**
   * An interface that no driver runs yet. It owns the back end, and closes it.
   *
   * @param name for logs and threads, such as {@code virtio-net0}
   * @param settings what it is to the guest
   * @param backend what it leads to
   */
  public NetDevice(String name, NetSettings settings, NetBackend backend) {
    int pairs = backend.ports().size();
    this.profile =
        new DeviceProfile(name, DeviceType.NETWORK, features(backend), queueSizes(pairs));
    this.settings = settings;
    this.backend = backend;
    this.config = new NetConfig(settings.mac(), settings.mtu(), pairs);
    ProblemLog problems = new ProblemLog(name);
    this.context =
        new NetContext(
            new Link(problems, this::reportLinkDown),
            new NetCounters(),
            new RateLimiter(settings.receiveLimit(), Pacer.SYSTEM),
            new RateLimiter(settings.transmitLimit(), Pacer.SYSTEM),
            problems);
    this.workers = new NetWorkers(name, backend.ports());
  }

  private static long features(NetBackend backend) {
    long offloads = backend.offloads();
    return FEATURES
        | offloads
        | ((offloads & NetOffload.OF_GUEST) != 0 ? F_CTRL_GUEST_OFFLOADS : 0)
        | (backend.ports().size() > 1 ? F_MQ : 0);
  }

  private static List<Integer> queueSizes(int pairs) {
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(2 * pairs, QUEUE_SIZE));
    sizes.add(CONTROL_QUEUE_SIZE);
    return sizes;
  }

  /**
   * Asks the guest to make itself known to the network again, as after a move. Does nothing if its
   * driver cannot (virtio 1.3, 5.1.6.5.4), or if there is none.
   */
  public void announce() {
    if (active.filter(driver -> driver.has(F_CTRL_VQ | F_GUEST_ANNOUNCE)).isPresent()) {
      config.announce();
      reportChange();
    }
  }

  /** What it has done so far. */
  public NetStatistics statistics() {
    return context.counters().statistics();
  }

  @Override
  public DeviceProfile profile() {
    return profile;
  }

  @Override
  public ConfigSpace config() {
    return config.space();
  }

  @Override
  public void activate(Activation activation) {
    active = Optional.of(activation);
    NetModes modes = new NetModes(backend, context.link(), activation.features());
    int control = workers.controlQueue(activation.has(F_MQ));
    for (int queue = 0; queue < control; queue++) {
      workers.start(queue, handler(queue, activation, modes), activation);
    }
    Virtqueue commands = activation.queues().get(control);
    workers.startControl(new ControlQueue(commands, config, modes), activation);
  }

  private DeviceWorker.Handler handler(int index, Activation activation, NetModes modes) {
    Virtqueue queue = activation.queues().get(index);
    NetPort port = backend.ports().get(index / 2);
    if (NetWorkers.isReceiveQueue(index)) {
      boolean mergeable = activation.has(F_MRG_RXBUF);
      return new LimitedQueue(
          new ReceiveQueue(queue, port, mergeable, modes::guestOffloads, context),
          context.receiveLimit(),
          Pacer.SYSTEM);
    }
    return new LimitedQueue(
        new TransmitQueue(queue, port, settings.maxFrame(), activation.features(), context),
        context.transmitLimit(),
        Pacer.SYSTEM);
  }

  @Override
  public void queueNotified(int queue) {
    worker(queue, hasPairs()).ifPresent(DeviceWorker::kick);
  }

  private Optional<DeviceWorker> worker(int queue, boolean pairs) {
    return workers.of(queue, pairs);
  }

  private boolean hasPairs() {
    return active.filter(driver -> driver.has(F_MQ)).isPresent();
  }

  /** Only of transmit queues: which queue has commands depends on the driver. */
  @Override
  public Optional<DeviceWorker> worker(int queue) {
    return workers.transmitting(queue);
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    worker(index, hasPairs()).ifPresent(worker -> worker.replaceQueue(index, queue));
  }

  /** What the guest has sent is still sent; what it has not received waits for the next driver. */
  @Override
  public void deactivate() {
    workers.stop();
    active = Optional.empty();
    config.reset();
  }

  @Override
  public void close() {
    deactivate();
    backend.close();
  }

  private void reportLinkDown() {
    config.linkDown();
    reportChange();
  }

  private void reportChange() {
    active.ifPresent(driver -> driver.events().configurationChange());
  }
}
