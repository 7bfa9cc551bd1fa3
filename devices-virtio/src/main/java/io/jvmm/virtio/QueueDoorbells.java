package io.jvmm.virtio;

import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The doorbells of a device's queues, where the host has such: the guest's notification of a queue,
 * a store of the queue's number, wakes the thread that serves it, and is no exit. Queues that are
 * served by one thread share a doorbell. For one thread at a time.
 */
public final class QueueDoorbells implements AutoCloseable {
  private final List<Optional<Doorbell>> queues = new ArrayList<>(); // by number
  private final List<Connection> connections = new ArrayList<>();
  private final ProblemLog problems;

  private record Connection(Doorbell doorbell, GuestAddress address, int width, long value) {
    void make() {
      doorbell.connect(address, width, value);
    }

    void end() {
      doorbell.disconnect(address, width, value);
    }
  }

  /**
   * Has the device's threads wait at doorbells that no store rings yet. Only to be called before
   * the guest runs.
   *
   * @param source makes a doorbell, or none
   */
  public QueueDoorbells(VirtioDevice device, Supplier<Optional<Doorbell>> source) {
    this.problems = new ProblemLog(device.profile().name());
    Map<DeviceWorker, Optional<Doorbell>> installed = new HashMap<>();
    for (int queue = 0; queue < device.profile().queueSizes().size(); queue++) {
      queues.add(
          device
              .worker(queue)
              .flatMap(
                  worker -> installed.computeIfAbsent(worker, it -> install(it, source.get()))));
    }
  }

  private static Optional<Doorbell> install(DeviceWorker worker, Optional<Doorbell> doorbell) {
    doorbell.ifPresent(worker::waitAt);
    return doorbell;
  }

  /**
   * Connects every queue's doorbell. Where the host refuses one, which is reported, its
   * notifications stay exits.
   *
   * @param place where a queue is notified
   * @param width of the stores that notify it, in bytes
   */
  public void connect(IntFunction<GuestAddress> place, int width) {
    for (int queue = 0; queue < queues.size(); queue++) {
      if (queues.get(queue).isPresent()) {
        connect(new Connection(queues.get(queue).get(), place.apply(queue), width, queue));
      }
    }
  }

  private void connect(Connection connection) {
    if (attempt(connection::make)) {
      connections.add(connection);
    }
  }

  /** Disconnects all: every notification is an exit again. */
  public void disconnect() {
    connections.forEach(connection -> attempt(connection::end));
    connections.clear();
  }

  private boolean attempt(Runnable request) {
    try {
      request.run();
      return true;
    } catch (HostException e) {
      problems.warn("a notification has no doorbell, or keeps one: " + e.getMessage());
      return false;
    }
  }

  /** Gives them back; to be called when no thread waits at them any more. */
  @Override
  public void close() {
    queues.stream().flatMap(Optional::stream).distinct().forEach(Doorbell::close);
  }
}
