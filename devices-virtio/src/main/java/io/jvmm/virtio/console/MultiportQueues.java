package io.jvmm.virtio.console;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.Virtqueue;
import java.util.List;

/** Serves all queues of a console whose driver knows ports: VIRTIO_CONSOLE_F_MULTIPORT. */
final class MultiportQueues implements DeviceWorker.Handler {
  private final List<PortQueues> ports; // by number
  private final ControlQueues control;

  MultiportQueues(List<Virtqueue> queues, List<ConsolePort> ports, ProblemLog problems) {
    this.ports = ports.stream().map(port -> portQueues(queues, port)).toList();
    List<PortAnnouncer> announcers = ports.stream().map(PortAnnouncer::new).toList();
    this.control = new ControlQueues(QueuePair.ofControl(queues), announcers, this.ports, problems);
  }

  /** A driver throws away the input of a port that none of its programs has opened. */
  private static PortQueues portQueues(List<Virtqueue> queues, ConsolePort port) {
    PortQueues made = PortQueues.of(QueuePair.ofPort(queues, port.number()), port);
    made.listen(false);
    return made;
  }

  /** Input first: a port's end is announced once its input is in the queue. */
  @Override
  public boolean step() {
    boolean more = false;
    for (PortQueues port : ports) {
      more |= port.step();
    }
    return control.step() || more;
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    if (QueuePair.isControl(index)) {
      control.replaceQueue(QueuePair.isReceive(index), queue);
    } else {
      replacePortQueue(ports.get(QueuePair.portOf(index)), index, queue);
    }
  }

  private static void replacePortQueue(PortQueues port, int index, Virtqueue queue) {
    if (QueuePair.isReceive(index)) {
      port.replaceReceive(queue);
    } else {
      port.replaceTransmit(queue);
    }
  }
}
