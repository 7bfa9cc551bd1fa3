package io.jvmm.virtio.block;

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
import java.util.stream.IntStream;

/**
 * A disk (virtio 1.3, 5.2): {@code vda} to Linux. Each of its request queues has a thread of its
 * own, which takes the requests and completes them, and an engine that carries them out. The
 * largest single segment is not limited (VIRTIO_BLK_F_SIZE_MAX is not offered): the image takes any
 * length.
 */
public final class BlockDevice implements VirtioDevice, ReplaceableQueues {
  /** The feature bit VIRTIO_BLK_F_SEG_MAX: a request has a most number of segments. */
  public static final long F_SEG_MAX = 1L << 2;

  /** The feature bit VIRTIO_BLK_F_RO: the disk cannot be written. */
  public static final long F_RO = 1L << 5;

  /** The feature bit VIRTIO_BLK_F_BLK_SIZE: the disk tells its block size. */
  public static final long F_BLK_SIZE = 1L << 6;

  /** The feature bit VIRTIO_BLK_F_FLUSH: writes are cached, and there is a command to flush. */
  public static final long F_FLUSH = 1L << 9;

  /** The feature bit VIRTIO_BLK_F_TOPOLOGY: the disk tells which lengths suit it best. */
  public static final long F_TOPOLOGY = 1L << 10;

  /** The feature bit VIRTIO_BLK_F_CONFIG_WCE: the driver chooses whether writes are cached. */
  public static final long F_CONFIG_WCE = 1L << 11;

  /** The feature bit VIRTIO_BLK_F_MQ: the disk tells how many queues it has. */
  public static final long F_MQ = 1L << 12;

  /** The feature bit VIRTIO_BLK_F_DISCARD: the driver may say what it does not need any more. */
  public static final long F_DISCARD = 1L << 13;

  /** The feature bit VIRTIO_BLK_F_WRITE_ZEROES: zeroes can be written without sending them. */
  public static final long F_WRITE_ZEROES = 1L << 14;

  private final DeviceProfile profile;
  private final Disk disk;
  private final DiskConfig config;
  private final RateLimiter limiter; // outlives the driver: a reset buys nothing
  private final BlockCounters counters = new BlockCounters();
  private final List<DeviceWorker> workers; // by queue
  private final ProblemLog problems;
  private final DiskEngines engines;
  private final List<DiskEngine> running = new ArrayList<>(); // of who activates and deactivates

  /**
   * A disk that no driver runs yet. It owns the image, and closes it.
   *
   * @param name for logs and threads, such as {@code virtio-blk0}
   * @param image its contents
   * @param settings what it is to its guest
   * @throws io.jvmm.vmm.error.ConfigurationException if image and settings do not go together
   */
  public BlockDevice(String name, DiskImage image, DiskSettings settings) {
    this.disk = new Disk(image, settings);
    int queues = settings.queues();
    this.profile =
        new DeviceProfile(
            name, DeviceType.BLOCK, features(disk), Collections.nCopies(queues, Disk.QUEUE_SIZE));
    this.limiter = new RateLimiter(settings.limit(), Pacer.SYSTEM);
    this.config = new DiskConfig(disk);
    this.workers =
        IntStream.range(0, queues)
            .mapToObj(queue -> new DeviceWorker(name + "-io" + (queue == 0 ? "" : queue)))
            .toList();
    this.problems = new ProblemLog(name);
    this.engines = new DiskEngines(name, disk, problems);
  }

  private static long features(Disk disk) {
    return F_SEG_MAX
        | F_BLK_SIZE
        | F_FLUSH
        | F_TOPOLOGY
        | (disk.settings().queues() > 1 ? F_MQ : 0)
        | (disk.image().isReadOnly() ? F_RO : changingFeatures(disk.image()));
  }

  private static long changingFeatures(DiskImage image) {
    return F_CONFIG_WCE | F_WRITE_ZEROES | (image.canDiscard() ? F_DISCARD : 0);
  }

  /**
   * Makes the disk larger, and tells a driver that runs it (virtio 1.3, 5.2.6.2). Requests are
   * served meanwhile; what they find behind the former end is what {@link DiskImage#grow} says.
   * Safe for use by any thread, in any state of the device; one such change follows the other.
   *
   * @param bytes how many bytes the disk has then: a multiple of its block size
   * @throws io.jvmm.vmm.error.ConfigurationException if the image cannot be made so large, or is
   *     larger; the message says what to do
   * @throws io.jvmm.vmm.error.HostException if the host fails; the disk is as it was
   */
  public synchronized void resize(long bytes) {
    ImageGrowth.check(disk.image(), bytes, disk.settings().blockSize());
    if (bytes > disk.image().size()) {
      disk.image().grow(bytes);
      config.resized();
    }
  }

  /** What it has done so far. Safe for use by any thread. */
  public BlockStatistics statistics() {
    return counters.statistics();
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
  public void featuresNegotiated(long features) {
    config.negotiated(features);
  }

  @Override
  public void activate(Activation activation) {
    BlockCommands commands = new BlockCommands(disk, config::isWriteThrough, problems);
    for (int queue = 0; queue < workers.size(); queue++) {
      DeviceWorker worker = workers.get(queue);
      DiskEngine engine = engines.open(worker, commands);
      running.add(engine);
      Virtqueue opened = activation.queues().get(queue);
      worker.start(
          new BlockRequests(opened, disk, engine, limiter, counters, Pacer.SYSTEM),
          activation.events());
    }
    config.activated(activation.events());
  }

  @Override
  public void queueNotified(int queue) {
    workers.get(queue).kick();
  }

  @Override
  public Optional<DeviceWorker> worker(int queue) {
    return Optional.of(workers.get(queue));
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    workers.get(index).replaceQueue(index, queue);
  }

  @Override
  public void deactivate() {
    workers.forEach(DeviceWorker::stop);
    running.forEach(DiskEngine::close);
    running.clear();
    config.reset();
  }

  @Override
  public void close() {
    deactivate();
    engines.close();
    closeImage();
  }

  /** Not while it becomes larger. */
  private synchronized void closeImage() {
    disk.image().close();
  }
}
