package io.jvmm.virtio.console;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import java.nio.ByteBuffer;

/**
 * Moves bytes between one port's queues and the host while a driver runs the console (virtio 1.3,
 * 5.3.6). Never waits: what the host does not take stays in the guest's buffer until it has room.
 */
final class PortQueues implements DeviceWorker.Handler {
  private static final int LARGEST_PIECE = 1 << 20;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Virtqueue receive; // replaced only between two runs of the worker's thread
  private Virtqueue transmit; // likewise
  private final ConsolePort port;
  private final DescriptorChain received = new DescriptorChain();
  private final DescriptorChain transmitted = new DescriptorChain();
  private ByteBuffer piece = NOTHING; // of transmitted, what the host has not taken
  private boolean transmitting; // whether transmitted holds a chain that is not finished
  private boolean listening = true; // whether the guest takes input

  PortQueues(Virtqueue receive, Virtqueue transmit, ConsolePort port) {
    this.receive = receive;
    this.transmit = transmit;
    this.port = port;
  }

  static PortQueues of(QueuePair queues, ConsolePort port) {
    return new PortQueues(queues.receive(), queues.transmit(), port);
  }

  /** Says whether the guest takes input; until it does, input stays where it is. */
  void listen(boolean wanted) {
    listening = wanted;
  }

  @Override
  public boolean step() {
    boolean moreOut = transmitOne();
    boolean moreIn = receiveOne();
    return moreOut || moreIn;
  }

  /** Other queues are of ports that this driver does not know. */
  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    if (index == ConsoleDevice.RECEIVE_QUEUE) {
      replaceReceive(queue);
    } else if (index == ConsoleDevice.TRANSMIT_QUEUE) {
      replaceTransmit(queue);
    }
  }

  void replaceReceive(Virtqueue queue) {
    receive = queue;
  }

  void replaceTransmit(Virtqueue queue) {
    transmit = queue;
    transmitting = false;
    piece = NOTHING;
  }

  private boolean transmitOne() {
    if (!transmitting && !transmit.poll(transmitted)) {
      return transmit.enableNotifications();
    }
    transmitting = !moveToOutput(transmitted.readable());
    if (!transmitting) {
      transmit.complete(transmitted, 0);
      transmit.publish();
    }
    return !transmitting;
  }

  private boolean moveToOutput(BufferCursor source) {
    while (piece.hasRemaining() || source.remaining() != 0) {
      if (!piece.hasRemaining()) {
        piece = source.next(LARGEST_PIECE).asByteBuffer();
      }
      port.print(piece);
      if (piece.hasRemaining()) {
        return false;
      }
    }
    return true;
  }

  private boolean receiveOne() {
    if (!listening || port.input().size() == 0) {
      return false;
    }
    if (!receive.poll(received)) {
      return receive.enableNotifications();
    }
    receive.complete(received, moveFromInput(received.writable()));
    receive.publish();
    return true;
  }

  private long moveFromInput(BufferCursor target) {
    BytePipe input = port.input();
    long wanted = Math.min(input.size(), target.remaining());
    long moved = 0;
    while (moved < wanted) {
      moved += input.poll(target.next(wanted - moved));
    }
    return moved;
  }
}
