package io.jvmm.virtio;

import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.Bell;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.error.InternalException;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The thread that serves a device's queues while a driver runs the device, so that vCPUs never wait
 * for the host. Idle, it has no thread; running, it has one, and a handler with all that belongs to
 * this run of the device.
 */
public final class DeviceWorker {
  /** Serves queues, on the worker's thread only. */
  public interface Handler {
    /**
     * Does one bounded piece of work, such as one request.
     *
     * @return whether there may be more to do at once; if not, the next {@link #kick} brings it
     * @throws GuestException if the guest made it impossible to go on
     */
    boolean step();

    /**
     * Uses another queue in the place of one from the next step on; nothing of the former queue is
     * kept. Called between two steps, on any thread. A handler whose device has no {@link
     * ReplaceableQueues} need not have it.
     *
     * @param index the device's number for the queue
     */
    default void replaceQueue(int index, Virtqueue queue) {
      throw new InternalException("%s keeps its queues".formatted(getClass().getName()));
    }

    /**
     * Waits until nothing is under way any more of what steps have begun and left to others, such
     * as the kernel; begins nothing. Called on the worker's thread, which ends then, after the last
     * step, whether that returned or threw.
     */
    default void finish() {}
  }

  private sealed interface State {}

  private record Idle() implements State {}

  private record Running(Loop loop, Thread thread) implements State {}

  private final String name;
  private volatile Bell bell = new ThreadBell();
  private volatile State state = new Idle(); // written under this monitor

  /** A worker without a thread yet; the thread will have this name. */
  public DeviceWorker(String name) {
    this.name = name;
  }

  /** Uses another bell than one of its own. Only to be called before the first start. */
  public void waitAt(Bell other) {
    bell = other;
  }

  /** What it waits at. */
  public Bell bell() {
    return bell;
  }

  /** Starts serving, with a first look at the queues. Only to be called while idle. */
  public synchronized void start(Handler handler, DeviceEvents events) {
    Loop loop = new Loop(handler, events, bell);
    Thread thread = new Thread(loop, name);
    thread.setDaemon(true);
    state = new Running(loop, thread);
    thread.start();
  }

  /** Says that there may be something to do. Never blocks; does nothing while idle. */
  public void kick() {
    if (state instanceof Running) {
      bell.ring();
    }
  }

  /** Waits for all work under way, and is idle then. */
  public synchronized void stop() {
    if (state instanceof Running running) {
      state = new Idle();
      running.loop.stopping = true;
      bell.ring();
      joinUninterruptibly(running.thread);
    }
  }

  /**
   * Waits for all work under way, gives the handler another queue, and goes on with a look at all
   * queues. Does nothing while idle.
   */
  public synchronized void replaceQueue(int index, Virtqueue queue) {
    if (state instanceof Running running) {
      stop();
      running.loop.handler.replaceQueue(index, queue);
      start(running.loop.handler, running.loop.events);
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Loop implements Runnable {
    private final Handler handler;
    private final DeviceEvents events;
    private final Bell bell;
    private volatile boolean stopping;

    Loop(Handler handler, DeviceEvents events, Bell bell) {
      this.handler = handler;
      this.events = events;
      this.bell = bell;
    }

    @Override
    public void run() {
      Optional<RuntimeException> failure = failureOf(this::serve);
      Optional<RuntimeException> late = failureOf(handler::finish);
      failure.or(() -> late).ifPresent(events::needsReset);
    }

    private static Optional<RuntimeException> failureOf(Runnable work) {
      try {
        work.run();
        return Optional.empty();
      } catch (RuntimeException e) {
        return Optional.of(e);
      } catch (Error e) {
        return Optional.of(new InternalException("the device's thread ended", e));
      }
    }

    private void serve() {
      work();
      while (!stopping) {
        bell.await();
        work();
      }
    }

    private void work() {
      // The event's class brings hundreds of others with it: not to be touched unless it is needed.
      @Nullable QueueWorkEvent event =
          FlightRecorder.isInitialized() ? QueueWorkEvent.started() : null;
      int steps = steps();
      if (event != null) {
        event.steps = steps;
        event.commit();
      }
    }

    /** Works until there is no more to do; returns how many steps that took. */
    private int steps() {
      int steps = 0;
      boolean more = true;
      while (more && !stopping) {
        more = handler.step();
        steps++;
      }
      return steps;
    }
  }
}
