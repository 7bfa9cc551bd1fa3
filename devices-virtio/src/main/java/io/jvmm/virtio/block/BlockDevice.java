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
import java.util.List;

/**
 * A disk with one request queue (virtio 1.3, 5.2): {@code vda} to Linux. Requests are served one
 * after the other by a thread of the disk's own. The largest single segment is not limited
 * (VIRTIO_BLK_F_SIZE_MAX is not offered): the image takes any length.
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

  private static final int REQUEST_QUEUE = 0;

  private final DeviceProfile profile;
  private final Disk disk;
  private final ConfigSpace config;
  private final DeviceWorker worker;
  private final ProblemLog problems;

  /**
   * A disk that no driver runs yet. It owns the image, and closes it.
   *
   * @param name for logs and threads, such as {@code virtio-blk0}
   * @param image its contents
   * @param serial what the guest reads as its serial number: up to 20 ASCII characters
   * @throws io.jvmm.vmm.error.ConfigurationException if the serial number is anything else
   */
  public BlockDevice(String name, DiskImage image, String serial) {
    long features = F_SEG_MAX | F_BLK_SIZE | F_FLUSH | (image.isReadOnly() ? F_RO : 0);
    this.profile = new DeviceProfile(name, DeviceType.BLOCK, features, List.of(Disk.QUEUE_SIZE));
    this.disk = new Disk(image, serial);
    this.config = new ConfigSpace(disk.toConfig());
    this.worker = new DeviceWorker(name.concat("-io"));
    this.problems = new ProblemLog(name);
  }

  @Override
  public DeviceProfile profile() {
    return profile;
  }

  @Override
  public ConfigSpace config() {
    return config;
  }

  /** A driver that did not accept F_FLUSH expects its writes to be durable (5.2.6.2). */
  @Override
  public void activate(Activation activation) {
    boolean writeThrough = !activation.has(F_FLUSH);
    BlockRequests requests =
        new BlockRequests(activation.queues().get(REQUEST_QUEUE), disk, writeThrough, problems);
    worker.start(requests, activation.events());
  }

  @Override
  public void queueNotified(int queue) {
    worker.kick();
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    worker.replaceQueue(index, queue);
  }

  @Override
  public void deactivate() {
    worker.stop();
  }

  @Override
  public void close() {
    deactivate();
    disk.image().close();
  }
}
