package io.jvmm.virtio.console;

import io.jvmm.virtio.queue.Virtqueue;
import java.util.List;

/**
 * The queues of one port, or of the control messages (virtio 1.3, 5.3.2): first the first port's,
 * then the control messages', then those of the other ports.
 */
record QueuePair(Virtqueue receive, Virtqueue transmit) {
  private static final int QUEUES = 2;
  private static final int CONTROL = 1; // among the pairs

  static QueuePair ofControl(List<Virtqueue> queues) {
    return at(queues, CONTROL);
  }

  static QueuePair ofPort(List<Virtqueue> queues, int port) {
    return at(queues, port < CONTROL ? port : port + 1);
  }

  /** How many queues a console has with so many ports, the first included. */
  static int count(int ports) {
    return ports == 1 ? QUEUES : QUEUES * (ports + 1);
  }

  static boolean isReceive(int queue) {
    return queue % QUEUES == 0;
  }

  static boolean isControl(int queue) {
    return queue / QUEUES == CONTROL;
  }

  /** The port that a queue belongs to, unless it is one for control messages. */
  static int portOf(int queue) {
    int pair = queue / QUEUES;
    return pair < CONTROL ? pair : pair - 1;
  }

  private static QueuePair at(List<Virtqueue> queues, int pair) {
    return new QueuePair(queues.get(QUEUES * pair), queues.get(QUEUES * pair + 1));
  }
}
