package io.jvmm.virtio.block;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.rate.RateLimiter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Serves one request queue while a driver runs the disk (virtio 1.3, 5.2.6): takes requests, as
 * many as the engine has room for and as fast as the disk's limits allow, and completes them as
 * they end. A request that is held back is dropped with its queue: nothing of it has been done.
 */
final class BlockRequests implements DeviceWorker.Handler {
  /** The longest pause while requests are under way, in nanoseconds: those that end wait for it. */
  private static final long SHORT_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private Virtqueue queue; // replaced only between two runs of the worker's thread
  private final Disk disk;
  private final DiskEngine engine;
  private final RateLimiter limiter;
  private final BlockCounters counters;
  private final Pacer pacer;
  private final Deque<PendingRequest> idle = new ArrayDeque<>(); // to be used again
  private Optional<PendingRequest> held = Optional.empty(); // taken from the queue, and not begun
  private long wait; // of the request that is held back, in nanoseconds

  /**
   * A handler of one queue.
   *
   * @param engine of this queue alone
   * @param limiter the disk's, for all of its queues
   * @param counters the disk's, likewise
   */
  BlockRequests(
      Virtqueue queue,
      Disk disk,
      DiskEngine engine,
      RateLimiter limiter,
      BlockCounters counters,
      Pacer pacer) {
    this.queue = queue;
    this.disk = disk;
    this.engine = engine;
    this.limiter = limiter;
    this.counters = counters;
    this.pacer = pacer;
  }

  @Override
  public boolean step() {
    boolean taken = takeRequests();
    engine.submit();
    boolean ended = completeEnded();
    if (held.isPresent()) {
      pacer.pause(Math.min(wait, engine.isIdle() ? Pacer.MAX_PAUSE : SHORT_PAUSE));
      return true;
    }
    return taken || ended || isMoreAtHand();
  }

  private boolean takeRequests() {
    boolean taken = false;
    while (engine.hasRoom() && takeRequest()) {
      taken = true;
    }
    return taken;
  }

  /** Begins the next request unless there is none, or limits hold it back. */
  private boolean takeRequest() {
    Optional<PendingRequest> next = held.or(this::poll);
    wait = next.map(this::pass).orElse(0L);
    held = next.filter(_ -> wait > 0);
    if (next.isEmpty() || held.isPresent()) {
      return false;
    }
    engine.start(next.get());
    return true;
  }

  private Optional<PendingRequest> poll() {
    PendingRequest request = idle.isEmpty() ? new PendingRequest() : idle.pop();
    if (request.poll(queue)) {
      return Optional.of(request);
    }
    idle.push(request);
    return Optional.empty();
  }

  private long pass(PendingRequest request) {
    BlockRequest asked = request.asked();
    return asked.isLimited() ? limiter.tryPass(asked.bytes(disk)) : 0;
  }

  private boolean completeEnded() {
    boolean ended = engine.reap(this::complete) > 0;
    queue.publish();
    return ended;
  }

  private void complete(PendingRequest request) {
    request.complete(queue);
    counters.count(request);
    idle.push(request);
  }

  /** An engine without room rings when it has some. */
  private boolean isMoreAtHand() {
    boolean more = engine.hasRoom() && queue.enableNotifications();
    return engine.arm() || more;
  }

  /** What was taken before a step failed is carried out, too; the driver gets it back. */
  @Override
  public void finish() {
    Optional<RuntimeException> failure = Optional.empty();
    engine.submit();
    while (!engine.isIdle()) {
      engine.await();
      try {
        completeEnded();
      } catch (RuntimeException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    failure.ifPresent(
        bug -> {
          throw bug;
        });
  }

  @Override
  public void replaceQueue(int index, Virtqueue replacement) {
    queue = replacement;
    held = Optional.empty();
  }
}
