package io.jvmm.monitor.machine;

import io.jvmm.mmio.AlarmClock;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An alarm clock with one thread, which is made for the first alarm: most guests set none. Once it
 * is closed nothing rings any more.
 */
final class AlarmThread implements AlarmClock, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AlarmThread.class.getName());

  private final String name;
  private @Nullable ScheduledThreadPoolExecutor executor; // guarded by this
  private boolean closed; // guarded by this

  /** A clock whose thread will have this name. */
  AlarmThread(String name) {
    this.name = name;
  }

  @Override
  public synchronized Alarm after(Duration delay, Runnable action) {
    if (closed) {
      return () -> {};
    }
    if (executor == null) {
      executor = start();
    }
    ScheduledFuture<?> pending =
        executor.schedule(() -> ring(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> pending.cancel(false);
  }

  private ScheduledThreadPoolExecutor start() {
    ScheduledThreadPoolExecutor started =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    started.setRemoveOnCancelPolicy(true);
    return started;
  }

  private static void ring(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "an alarm failed", e);
    }
  }

  /** Waits for an action that is under way, and ends. */
  @Override
  public void close() {
    ScheduledThreadPoolExecutor running = takeExecutor();
    if (running != null) {
      running.shutdownNow();
      running.close();
    }
  }

  private synchronized @Nullable ScheduledThreadPoolExecutor takeExecutor() {
    closed = true;
    return executor;
  }
}
