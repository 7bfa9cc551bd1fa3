package io.jvmm.virtio.net;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.RateLimiter;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sends the driver's frames (virtio 1.3, 5.1.6.2). Never waits: what there is no room for stays in
 * the driver's buffer. What is no frame is dropped.
 */
final class TransmitQueue implements DeviceWorker.Handler {
  private Virtqueue queue;
  private final NetPort port;
  private final int maxFrame;
  private final long features;
  private final Link link;
  private final RateLimiter limiter;
  private final NetCounters counters;
  private final ProblemLog problems;
  private final DescriptorChain chain = new DescriptorChain();
  private final MemorySegment header = Arena.ofAuto().allocate(NetHeader.BYTES);

  /**
   * The device's end of a transmit queue.
   *
   * @param maxFrame the longest frame that is not to be cut into segments
   * @param features those that were negotiated
   */
  TransmitQueue(Virtqueue queue, NetPort port, int maxFrame, long features, NetContext context) {
    this.queue = queue;
    this.port = port;
    this.maxFrame = maxFrame;
    this.features = features;
    this.link = context.link();
    this.limiter = context.transmitLimit();
    this.counters = context.counters();
    this.problems = context.problems();
  }

  @Override
  public void replaceQueue(int index, Virtqueue other) {
    queue = other;
  }

  /** Takes a frame. */
  @Override
  public boolean step() {
    if (link.isUp() && !isReady()) {
      return false;
    }
    if (!queue.poll(chain)) {
      return queue.enableNotifications();
    }
    BufferCursor message = chain.readable();
    long length = Math.max(0, message.remaining() - NetHeader.BYTES);
    count(isFrame(message, length) && send(message, length));
    queue.complete(chain, 0);
    queue.publish();
    return true;
  }

  private boolean isReady() {
    try {
      return port.isReady();
    } catch (HostException e) {
      link.lost(e);
      return true;
    }
  }

  private boolean send(BufferCursor frame, long length) {
    limiter.spend(length);
    try {
      return link.isUp() && port.send(header, frame);
    } catch (HostException e) {
      link.lost(e);
      return false;
    }
  }

  private void count(boolean sent) {
    (sent ? counters.transmitted : counters.transmitDropped).increment();
  }

  /** Whether a message begins with a header that makes sense, which is taken out. */
  private boolean isFrame(BufferCursor message, long length) {
    message.copyTo(header);
    boolean large = length > maxFrame && NetHeader.isLarge(header);
    int most = large ? NetPort.MAX_FRAME : maxFrame;
    if (length < NetPort.MIN_FRAME || length > most) {
      problems.warn(
          "a frame of %d bytes was dropped: %d to %d are allowed"
              .formatted(length, NetPort.MIN_FRAME, most));
      return false;
    }
    if (!NetHeader.mayBeSent(header, features)) {
      problems.warn("a frame was dropped that asks for an offload that was not negotiated");
      return false;
    }
    return true;
  }
}
