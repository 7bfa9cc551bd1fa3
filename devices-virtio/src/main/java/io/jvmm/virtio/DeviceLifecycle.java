package io.jvmm.virtio;

import io.jvmm.virtio.queue.DisabledQueue;
import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.virtio.queue.RingFeatures;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * What is the same for every transport: a driver resets the device, negotiates features, sets up
 * queues and starts it (virtio 1.3, 2.1, 2.2, 2.4 and 3.1). Safe for use by any number of vCPU
 * threads.
 *
 * <p>A device thread that reports a problem must never wait for a vCPU that waits for that thread
 * to end: {@link #needsReset} and {@link #configurationChange} take no lock of this class.
 */
public final class DeviceLifecycle implements DeviceEvents {
  /** The feature bit VIRTIO_F_VERSION_1: this is no legacy device (virtio 1.3, 6). */
  public static final long VERSION_1 = 1L << 32;

  /** The feature bit VIRTIO_F_RING_RESET: a driver may reset a single queue (virtio 1.3, 2.6.1). */
  public static final long RING_RESET = 1L << 40;

  /** All feature bits of queues that there are here, in either ring format. */
  public static final long QUEUE_FEATURES =
      RingFeatures.SUPPORTED | RingFeatures.PACKED | RING_RESET;

  private static final QueueSetup NO_QUEUE = new QueueSetup(0);
  private static final int FEATURE_WORDS = 2;

  private final VirtioDevice device;
  private final GuestMemory memory;
  private final DriverNotifier driver;
  private final DeviceStatus status = new DeviceStatus();
  private final ProblemLog problems;
  private final long offered;
  private final List<QueueSetup> queues;
  private long accepted; // guarded by this
  private boolean acceptedUnknown; // a feature bit past the 64th; guarded by this
  private volatile boolean active; // written under this monitor

  /**
   * A device without a driver.
   *
   * @param queueFeatures which of {@link #QUEUE_FEATURES} the transport offers; of them RING_RESET
   *     only takes effect with a device that has {@link ReplaceableQueues}
   */
  public DeviceLifecycle(
      VirtioDevice device, GuestMemory memory, DriverNotifier driver, long queueFeatures) {
    this.device = device;
    this.memory = memory;
    this.driver = driver;
    DeviceProfile profile = device.profile();
    this.problems = new ProblemLog(profile.name());
    long unable = device instanceof ReplaceableQueues ? 0 : RING_RESET;
    this.offered = profile.features() | VERSION_1 | (queueFeatures & QUEUE_FEATURES & ~unable);
    List<QueueSetup> setups = new ArrayList<>();
    for (int maxSize : profile.queueSizes()) {
      setups.add(new QueueSetup(maxSize));
    }
    this.queues = List.copyOf(setups);
  }

  /** The device status field. */
  public int status() {
    return status.bits();
  }

  /**
   * The driver writes the device status field: 0 resets the device, and anything else adds bits.
   * FEATURES_OK is not added if the driver accepted what was not offered, or no VERSION_1.
   */
  public synchronized void writeStatus(int value) {
    if (value == 0) {
      reset();
      return;
    }
    int added = value & DeviceStatus.DRIVER_BITS;
    if (!featuresAcceptable()) {
      added &= ~DeviceStatus.FEATURES_OK;
    }
    boolean negotiated = ((status.bits() | added) & DeviceStatus.FEATURES_OK) != 0;
    if (!negotiated) {
      added &= ~DeviceStatus.DRIVER_OK;
    }
    int fresh = status.add(added);
    if ((fresh & DeviceStatus.FEATURES_OK) != 0) {
      device.featuresNegotiated(accepted);
    }
    if ((fresh & DeviceStatus.DRIVER_OK) != 0) {
      start();
    }
  }

  private boolean featuresAcceptable() {
    return !acceptedUnknown && (accepted & ~offered) == 0 && (accepted & VERSION_1) != 0;
  }

  private void start() {
    try {
      Activation activation = new Activation(accepted, openQueues(), this);
      active = true; // first, so that no notification is lost: the device looks once by itself
      device.activate(activation);
    } catch (GuestException e) {
      needsReset(e);
    }
  }

  private List<Virtqueue> openQueues() {
    List<Virtqueue> opened = new ArrayList<>();
    for (int i = 0; i < queues.size(); i++) {
      opened.add(queues.get(i).isReady() ? open(i) : new DisabledQueue());
    }
    return opened;
  }

  private Virtqueue open(int index) {
    QueueSetup setup = queues.get(index);
    QueueLayout layout = setup.layout(index);
    if (Integer.compareUnsigned(layout.size(), setup.maxSize()) > 0) {
      throw new GuestException(
          "queue %d has %s elements, more than %d"
              .formatted(index, Integer.toUnsignedString(layout.size()), setup.maxSize()));
    }
    return Virtqueue.open(memory, layout, accepted, driver);
  }

  /** 32 of the offered feature bits: those from {@code 32 * word} on. */
  public int deviceFeatures(int word) {
    return word >= 0 && word < FEATURE_WORDS ? (int) (offered >>> (Integer.SIZE * word)) : 0;
  }

  /** The driver accepts 32 feature bits; too late once FEATURES_OK is set. */
  public synchronized void acceptFeatures(int word, int bits) {
    if (status.has(DeviceStatus.FEATURES_OK)) {
      return;
    }
    if (word < 0 || word >= FEATURE_WORDS) {
      acceptedUnknown |= bits != 0;
      return;
    }
    int shift = Integer.SIZE * word;
    accepted = (accepted & ~(0xffff_ffffL << shift)) | (Integer.toUnsignedLong(bits) << shift);
  }

  /** 32 of the feature bits that the driver has accepted: those from {@code 32 * word} on. */
  public synchronized int acceptedFeatures(int word) {
    return word >= 0 && word < FEATURE_WORDS ? (int) (accepted >>> (Integer.SIZE * word)) : 0;
  }

  /** What the driver has said of a queue; of one that does not exist, one of size 0. */
  public QueueSetup queue(int index) {
    return index >= 0 && index < queues.size() ? queues.get(index) : NO_QUEUE;
  }

  /**
   * The driver enables a queue, or stops it. A device that cannot do without one of its queues
   * stops as a whole with the first of them, until it is reset.
   */
  public synchronized void enableQueue(int index, boolean enabled) {
    QueueSetup queue = queue(index);
    boolean before = queue.isReady();
    queue.enable(enabled);
    if (before && !enabled) {
      takeAway(index);
    } else if (!before && queue.isReady()) {
      giveAnew(index);
    }
  }

  /**
   * The driver resets a single queue (virtio 1.3, 2.6.1), which is as after a reset of the whole
   * device then, and can be set up and enabled again. When this returns no request of the queue is
   * under way, and none begins. Ignored unless the driver has accepted RING_RESET.
   */
  public synchronized void resetQueue(int index) {
    if (status.has(DeviceStatus.FEATURES_OK) && (accepted & RING_RESET) != 0) {
      takeAway(index);
      queue(index).reset();
    }
  }

  private void takeAway(int index) {
    if (device instanceof ReplaceableQueues replaceable) {
      replace(replaceable, index, new DisabledQueue());
    } else {
      stop();
    }
  }

  private void giveAnew(int index) {
    try {
      if (active && device instanceof ReplaceableQueues replaceable) {
        replace(replaceable, index, open(index));
      }
    } catch (GuestException e) {
      needsReset(e);
    }
  }

  /** A device that needs a reset does nothing more: it must not be woken. */
  private void replace(ReplaceableQueues replaceable, int index, Virtqueue queue) {
    if (active && index >= 0 && index < queues.size() && !status.has(DeviceStatus.NEEDS_RESET)) {
      replaceable.replaceQueue(index, queue);
    }
  }

  /** The driver says that there are new buffers in a queue; it may be wrong. */
  public void notifyQueue(int index) {
    if (active && index >= 0 && index < queues.size()) {
      device.queueNotified(index);
    }
  }

  /** As if the machine had just been switched on; when this returns the device is quiet. */
  public synchronized void reset() {
    stop();
    for (QueueSetup queue : queues) {
      queue.reset();
    }
    accepted = 0;
    acceptedUnknown = false;
    status.clear();
    driver.reset();
  }

  private void stop() {
    active = false;
    device.deactivate();
  }

  @Override
  public void configurationChange() {
    if (status.has(DeviceStatus.DRIVER_OK)) {
      driver.configurationChange();
    }
  }

  @Override
  public void needsReset(RuntimeException cause) {
    if (cause instanceof GuestException) {
      problems.warn("%s; the device needs a reset".formatted(cause.getMessage()));
    } else {
      problems.error(cause);
    }
    status.add(DeviceStatus.NEEDS_RESET);
    configurationChange();
  }
}
