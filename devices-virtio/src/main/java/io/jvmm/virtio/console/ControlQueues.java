package io.jvmm.virtio.console;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The conversation about ports between the device and one driver (virtio 1.3, 5.3.6.2). What a
 * driver says that makes no sense is reported and has no effect. Owned by the device's thread.
 */
final class ControlQueues {
  private Virtqueue receive;
  private Virtqueue transmit;
  private final List<PortAnnouncer> announcers; // by number of the port
  private final List<PortQueues> ports; // likewise
  private final ProblemLog problems;
  private final DescriptorChain received = new DescriptorChain();
  private final DescriptorChain transmitted = new DescriptorChain();
  private Optional<byte[]> unsent = Optional.empty(); // for want of a buffer

  ControlQueues(
      QueuePair queues,
      List<PortAnnouncer> announcers,
      List<PortQueues> ports,
      ProblemLog problems) {
    this.receive = queues.receive();
    this.transmit = queues.transmit();
    this.announcers = announcers;
    this.ports = ports;
    this.problems = problems;
  }

  /** Takes at most one message and sends at most one; returns whether there may be more. */
  boolean step() {
    boolean moreIn = takeOne();
    boolean moreOut = sendOne();
    return moreIn || moreOut;
  }

  void replaceQueue(boolean receives, Virtqueue queue) {
    if (receives) {
      receive = queue;
    } else {
      transmit = queue;
    }
  }

  private boolean takeOne() {
    if (!transmit.poll(transmitted)) {
      return transmit.enableNotifications();
    }
    ControlMessage.read(transmitted.readable())
        .ifPresentOrElse(
            this::obey, () -> problems.warn("the guest sent a control message that is too short"));
    transmit.complete(transmitted, 0);
    transmit.publish();
    return true;
  }

  private void obey(ControlMessage message) {
    Optional<ControlEvent> event = ControlEvent.of(message.event());
    if (event.equals(Optional.of(ControlEvent.DEVICE_READY))) {
      deviceReady(message.value() == 1);
    } else if (Integer.compareUnsigned(message.port(), ports.size()) >= 0) {
      problems.warn("the guest sent a control message for a port that does not exist");
    } else if (event.equals(Optional.of(ControlEvent.PORT_READY))) {
      announcers.get(message.port()).portReady(message.value() == 1);
    } else if (event.equals(Optional.of(ControlEvent.PORT_OPEN))) {
      ports.get(message.port()).listen(message.value() == 1);
    } else {
      problems.warn("the guest sent a control message that is not a driver's");
    }
  }

  private void deviceReady(boolean ready) {
    if (ready) {
      announcers.forEach(PortAnnouncer::deviceReady);
    } else {
      problems.warn("the guest's driver cannot use the console's ports");
    }
  }

  private boolean sendOne() {
    if (unsent.isEmpty()) {
      unsent = nextMessage();
    }
    if (unsent.isEmpty()) {
      return false;
    }
    if (!receive.poll(received)) {
      return receive.enableNotifications();
    }
    send(unsent.get());
    unsent = Optional.empty();
    return true;
  }

  private Optional<byte[]> nextMessage() {
    for (PortAnnouncer each : announcers) {
      Optional<byte[]> message = each.next();
      if (message.isPresent()) {
        return message;
      }
    }
    return Optional.empty();
  }

  private void send(byte[] message) {
    long written = received.writable().copyFrom(MemorySegment.ofArray(message));
    if (written < message.length) {
      problems.warn("the guest's buffer is too short for a control message");
    }
    receive.complete(received, written);
    receive.publish();
  }
}
