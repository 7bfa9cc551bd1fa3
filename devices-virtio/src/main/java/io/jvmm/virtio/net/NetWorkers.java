package io.jvmm.virtio.net;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.DeviceWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The threads of an interface, one for each of its queues (virtio 1.3, 5.1.2): receive and transmit
 * queues take turns, and the queue of commands comes after those that the driver knows of.
 */
final class NetWorkers {
  private static final int ONE_PAIR = 2;

  private final List<DeviceWorker> queues =
      new ArrayList<>(); // by number, without that of commands
  private final DeviceWorker control;

  /**
   * Threads that do not run yet.
   *
   * @param name the first part of their names
   * @param ports the other ends of the pairs of queues, at which receivers wait
   */
  NetWorkers(String name, List<NetPort> ports) {
    for (int i = 0; i < ports.size(); i++) {
      String number = i == 0 ? "" : Integer.toString(i);
      DeviceWorker receiver = new DeviceWorker(name + "-in" + number);
      receiver.waitAt(ports.get(i).arrivals());
      DeviceWorker transmitter = new DeviceWorker(name + "-out" + number);
      ports.get(i).onReady(transmitter::kick);
      queues.add(receiver);
      queues.add(transmitter);
    }
    this.control = new DeviceWorker(name + "-control");
  }

  static boolean isReceiveQueue(int queue) {
    return queue % 2 == 0;
  }

  /**
   * Which queue has commands.
   *
   * @param pairs whether the driver knows of several pairs
   */
  int controlQueue(boolean pairs) {
    return pairs ? queues.size() : ONE_PAIR;
  }

  /** Who serves a queue of this number, if anybody does. */
  Optional<DeviceWorker> of(int queue, boolean pairs) {
    int commands = controlQueue(pairs);
    if (queue == commands) {
      return Optional.of(control);
    }
    return queue < commands ? Optional.of(queues.get(queue)) : Optional.empty();
  }

  /** Who serves a transmit queue; empty if this number may be another one's. */
  Optional<DeviceWorker> transmitting(int queue) {
    return queue < queues.size() && !isReceiveQueue(queue)
        ? Optional.of(queues.get(queue))
        : Optional.empty();
  }

  void start(int queue, DeviceWorker.Handler handler, Activation activation) {
    queues.get(queue).start(handler, activation.events());
  }

  void startControl(DeviceWorker.Handler handler, Activation activation) {
    control.start(handler, activation.events());
  }

  /** Waits for the pieces of work under way. */
  void stop() {
    control.stop();
    queues.forEach(DeviceWorker::stop);
  }
}
