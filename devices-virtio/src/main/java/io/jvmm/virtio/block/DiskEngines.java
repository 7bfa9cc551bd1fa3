package io.jvmm.virtio.block;

import io.jvmm.linux.EventCounter;
import io.jvmm.linux.uring.Ring;
import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Chooses what serves a disk, and makes the engines of its queues each time a driver runs it. For
 * one thread at a time.
 */
final class DiskEngines implements AutoCloseable {
  /** How many threads a disk has beside its workers, and how many requests of a queue they take. */
  private static final int HELPERS = 8;

  private static final int IDLE_SECONDS = 10;

  private final Disk disk;
  private final ProblemLog problems;
  private final Optional<UnformattedImage> throughRings; // the disk's image, if it is so served
  private final ThreadPoolExecutor helpers;
  private final List<EventCounter> bells = new ArrayList<>();

  /**
   * Chooses; no engine is made yet.
   *
   * @param name the disk's
   * @throws ConfigurationException if it is to be served by io_uring and cannot be
   * @throws HostException if its image cannot be opened for that
   */
  DiskEngines(String name, Disk disk, ProblemLog problems) {
    this.disk = disk;
    this.problems = problems;
    this.throughRings =
        switch (disk.settings().engine()) {
          case THREADS -> Optional.empty();
          case AUTO -> unformatted(disk).filter(_ -> obstacle().isEmpty());
          case IO_URING -> Optional.of(require(disk));
        };
    this.helpers =
        new ThreadPoolExecutor(
            HELPERS,
            HELPERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name + "-helper", 1).factory());
    helpers.allowCoreThreadTimeOut(true);
  }

  private static UnformattedImage require(Disk disk) {
    UnformattedImage image = unformatted(disk).orElseThrow(() -> refused(disk, "it is not raw"));
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      throw refused(disk, obstacle.get());
    }
    image.file.ringFile();
    return image;
  }

  private static Optional<UnformattedImage> unformatted(Disk disk) {
    return disk.image() instanceof UnformattedImage image ? Optional.of(image) : Optional.empty();
  }

  private static Optional<String> obstacle() {
    return Ring.obstacle(Disk.QUEUE_SIZE);
  }

  private static ConfigurationException refused(Disk disk, String reason) {
    return new ConfigurationException(
        "disk image %s cannot be served by io_uring: %s; or leave out \"engine\""
            .formatted(disk.image().files().getFirst(), reason));
  }

  /**
   * An engine for the queue of a worker that is to start. Where the host gives no ring now, which
   * is reported, it is one of threads.
   */
  DiskEngine open(DeviceWorker worker, BlockCommands commands) {
    try {
      if (throughRings.isPresent()) {
        return openRing(throughRings.get(), worker, commands);
      }
    } catch (HostException e) {
      problems.warn("its requests are carried out by threads: " + e.getMessage());
    }
    return threads(worker, commands);
  }

  private DiskEngine openRing(UnformattedImage image, DeviceWorker worker, BlockCommands commands) {
    int descriptor = worker.bell().descriptor().orElseGet(() -> giveBell(worker));
    Ring ring = Ring.open(Disk.QUEUE_SIZE);
    try {
      ring.ringAtCompletions(descriptor);
      return new UringEngine(ring, image, commands, threads(worker, commands));
    } catch (HostException e) {
      ring.close();
      throw e;
    }
  }

  /** One that the kernel can ring: where there is no doorbell, the worker has none. */
  private int giveBell(DeviceWorker worker) {
    EventCounter bell = EventCounter.create();
    bells.add(bell);
    worker.waitAt(bell);
    return bell.number();
  }

  private ThreadEngine threads(DeviceWorker worker, BlockCommands commands) {
    int most = disk.image().isParallel() ? HELPERS : 1;
    return new ThreadEngine(commands, helpers, most, worker.bell());
  }

  /** Gives back threads and bells. To be called when no worker runs any more. */
  @Override
  public void close() {
    helpers.shutdown();
    bells.forEach(EventCounter::close);
    bells.clear();
  }
}
