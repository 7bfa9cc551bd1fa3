package io.jvmm.virtio.block;

import io.jvmm.vmm.Bell;
import io.jvmm.vmm.error.InternalException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Requests carried out by threads, each by one that waits for the host. A request that comes alone
 * is carried out by the worker itself: to hand it over would cost two changes of threads, and there
 * is nothing else that the worker could do. What comes meanwhile waits until it has ended; from
 * then on there is more than one.
 */
final class ThreadEngine implements DiskEngine {
  private final BlockCommands commands;
  private final Executor helpers;
  private final int most;
  private final Bell bell;
  private final Deque<PendingRequest> started = new ArrayDeque<>(); // the worker's
  private final Queue<PendingRequest> ended = new ConcurrentLinkedQueue<>(); // anybody's
  private int inFlight; // taken, and not handed over; the worker's

  /**
   * An engine without requests.
   *
   * @param helpers who carries requests out beside the worker
   * @param most how many requests it takes at a time; with 1, the worker does everything
   * @param bell of the worker's
   */
  ThreadEngine(BlockCommands commands, Executor helpers, int most, Bell bell) {
    this.commands = commands;
    this.helpers = helpers;
    this.most = most;
    this.bell = bell;
  }

  /** How many requests it has. */
  int inFlight() {
    return inFlight;
  }

  @Override
  public boolean hasRoom() {
    return inFlight < most;
  }

  @Override
  public boolean isIdle() {
    return inFlight == 0;
  }

  @Override
  public void start(PendingRequest request) {
    started.add(request);
    inFlight++;
  }

  @Override
  public void submit() {
    submit(inFlight == 1);
  }

  /**
   * Begins what was taken.
   *
   * @param alone whether the queue has one request in all
   */
  void submit(boolean alone) {
    while (!started.isEmpty()) {
      PendingRequest request = started.remove();
      if (alone) {
        carryOut(request);
      } else {
        helpers.execute(() -> help(request));
      }
    }
  }

  private void help(PendingRequest request) {
    carryOut(request);
    bell.ring();
  }

  private void carryOut(PendingRequest request) {
    try {
      request.end(commands.execute(request.asked()));
    } catch (RuntimeException e) {
      request.fail(e);
    } catch (Error e) {
      request.fail(new InternalException("a request could not be carried out", e));
    }
    ended.add(request);
  }

  @Override
  public int reap(Consumer<PendingRequest> taker) {
    int taken = 0;
    for (PendingRequest next = ended.poll(); next != null; next = ended.poll()) {
      inFlight--;
      taken++;
      taker.accept(next);
    }
    return taken;
  }

  @Override
  public boolean arm() {
    return !ended.isEmpty();
  }

  @Override
  public void await() {
    while (ended.isEmpty()) {
      bell.await();
    }
  }

  @Override
  public void close() {
    // The helpers serve other queues, too.
  }
}
