package io.jvmm.virtio.rng;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceProfile;
import io.jvmm.virtio.DeviceType;
import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.ReplaceableQueues;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.queue.Virtqueue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A source of random bytes (virtio 1.3, 5.4): {@code hwrng} to Linux, which seeds itself from it at
 * boot. The host's own generator supplies them.
 */
public final class EntropyDevice implements VirtioDevice, ReplaceableQueues {
  /** The generator of Linux that never blocks (random(4)). */
  public static final Path URANDOM = Path.of("/dev/urandom");

  private static final int REQUEST_QUEUE = 0;
  private static final int QUEUE_SIZE = 16;

  private final DeviceProfile profile;
  private final ConfigSpace config = new ConfigSpace();
  private final DeviceWorker worker;
  private final EntropySource source;
  private final ProblemLog problems;

  /**
   * A source that no driver runs yet.
   *
   * @param name for logs and threads, such as {@code virtio-rng0}
   * @param source what to read random bytes from, opened when the guest first asks
   */
  public EntropyDevice(String name, Path source) {
    this.profile = new DeviceProfile(name, DeviceType.ENTROPY, 0, List.of(QUEUE_SIZE));
    this.worker = new DeviceWorker(name.concat("-io"));
    this.source = new EntropySource(source);
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

  @Override
  public void activate(Activation activation) {
    EntropyRequests requests =
        new EntropyRequests(activation.queues().get(REQUEST_QUEUE), source, problems);
    worker.start(requests, activation.events());
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
    worker.stop();
  }

  @Override
  public void close() {
    deactivate();
    source.close();
  }
}
