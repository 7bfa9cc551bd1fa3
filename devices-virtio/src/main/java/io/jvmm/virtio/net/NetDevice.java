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
import java.util.List;
import java.util.Optional;

/**
 * A network interface with one pair of queues (virtio 1.3, 5.1): {@code eth0} to Linux. Checksum
 * and segmentation offloads are not offered, for a back end takes plain frames. Safe for use by any
 * thread.
 */
public final class NetDevice implements VirtioDevice, ReplaceableQueues {
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

  /** The feature bit VIRTIO_NET_F_CTRL_MAC_ADDR: the driver may set another address. */
  public static final long F_CTRL_MAC_ADDR = 1L << 23;

  static final int RECEIVE_QUEUE = 0;
  static final int TRANSMIT_QUEUE = 1;
  static final int CONTROL_QUEUE = 2;

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
  private final NetConfig config;
  private final FrameBuffers frames = new FrameBuffers();
  private final ProblemLog problems;
  private final DeviceWorker worker;
  private final BackendThreads backend;
  private volatile Optional<Activation> active = Optional.empty();

  /**
   * An interface that no driver runs yet. It owns the back end, and closes it.
   *
   * @param name for logs and threads, such as {@code virtio-net0}
   * @param settings what it is to the guest
   * @param backend what it leads to
   */
  public NetDevice(String name, NetSettings settings, NetBackend backend) {
    this.profile =
        new DeviceProfile(
            name,
            DeviceType.NETWORK,
            FEATURES,
            List.of(QUEUE_SIZE, QUEUE_SIZE, CONTROL_QUEUE_SIZE));
    this.settings = settings;
    this.config = new NetConfig(settings.mac(), settings.mtu());
    this.problems = new ProblemLog(name);
    this.worker = new DeviceWorker(name.concat("-io"));
    this.backend = new BackendThreads(name, backend, frames, worker, this::reportLinkDown);
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
    return frames.statistics();
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
    frames.open();
    backend.start();
    active = Optional.of(activation);
    worker.start(queues(activation), activation.events());
  }

  private NetQueues queues(Activation activation) {
    List<Virtqueue> queues = activation.queues();
    ReceiveQueue receive =
        new ReceiveQueue(queues.get(RECEIVE_QUEUE), activation.has(F_MRG_RXBUF), frames, problems);
    TransmitQueue transmit =
        new TransmitQueue(queues.get(TRANSMIT_QUEUE), settings.maxFrame(), frames, problems);
    ControlQueue control = new ControlQueue(queues.get(CONTROL_QUEUE), config);
    return new NetQueues(receive, transmit, control, settings, Pacer.SYSTEM);
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

  /** What the guest has sent is still sent; what it has not received is thrown away. */
  @Override
  public void deactivate() {
    active = Optional.empty();
    worker.stop();
    frames.inbound().close();
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
