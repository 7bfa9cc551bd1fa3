package io.jvmm.virtio.console;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;

/**
 * Moves bytes between one port's queues and its pipes while a driver runs the console (virtio 1.3,
 * 5.3.6). Never waits: what a full pipe does not take stays in its buffer until the pipe's other
 * end has made room.
 */
final class PortQueues implements DeviceWorker.Handler {
  private Virtqueue receive; // replaced only between two runs of the worker's thread
  private Virtqueue transmit; // likewise
  private final BytePipe input;
  private final BytePipe output;
  private final DescriptorChain received = new DescriptorChain();
  private final DescriptorChain transmitted = new DescriptorChain();
  private boolean transmitting; // whether transmitted holds a chain that is not finished

  PortQueues(Virtqueue receive, Virtqueue transmit, BytePipe input, BytePipe output) {
    this.receive = receive;
    this.transmit = transmit;
    this.input = input;
    this.output = output;
  }

  @Override
  public boolean step() {
    boolean moreOut = transmitOne();
    boolean moreIn = receiveOne();
    return moreOut || moreIn;
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    if (index == ConsoleDevice.RECEIVE_QUEUE) {
      receive = queue;
    } else {
      transmit = queue;
      transmitting = false;
    }
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
    while (source.remaining() != 0) {
      int space = output.space();
      if (space == 0) {
        return false;
      }
      output.offer(source.next(space));
    }
    return true;
  }

  private boolean receiveOne() {
    if (input.size() == 0) {
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
    long wanted = Math.min(input.size(), target.remaining());
    long moved = 0;
    while (moved < wanted) {
      moved += input.poll(target.next(wanted - moved));
    }
    return moved;
  }
}
