package io.jvmm.virtio.net;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.RateLimiter;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Takes the frames that the driver sends (virtio 1.3, 5.1.6.2). Never waits: what there is no room
 * for stays in the driver's buffer. What is no frame is dropped.
 */
final class TransmitQueue {
  private Virtqueue queue;
  private final int maxFrame;
  private final FrameQueue outbound;
  private final NetCounters counters;
  private final ProblemLog problems;
  private final DescriptorChain chain = new DescriptorChain();
  private Optional<byte[]> pending = Optional.empty(); // the frame in chain, which waits for room

  TransmitQueue(Virtqueue queue, int maxFrame, FrameBuffers frames, ProblemLog problems) {
    this.queue = queue;
    this.maxFrame = maxFrame;
    this.outbound = frames.outbound();
    this.counters = frames.counters();
    this.problems = problems;
  }

  /** Takes frames from another queue from now on; one that waited for room is not sent. */
  void replace(Virtqueue other) {
    queue = other;
    pending = Optional.empty();
  }

  /** Takes a frame; says whether there may be more to do at once. */
  boolean step(RateLimiter limiter) {
    if (pending.isEmpty()) {
      if (!queue.poll(chain)) {
        return queue.enableNotifications();
      }
      pending = frame(chain.readable());
      if (pending.isEmpty()) {
        counters.transmitRefused.increment();
        complete();
        return true;
      }
    }
    return send(pending.get(), limiter);
  }

  private boolean send(byte[] frame, RateLimiter limiter) {
    if (!outbound.offer(frame)) {
      return false;
    }
    limiter.spend(frame.length);
    counters.transmitted.increment();
    complete();
    return true;
  }

  private void complete() {
    pending = Optional.empty();
    queue.complete(chain, 0);
    queue.publish();
  }

  private Optional<byte[]> frame(BufferCursor message) {
    long length = message.remaining() - NetHeader.BYTES;
    if (length < NetBackend.MIN_FRAME || length > maxFrame) {
      problems.warn(
          "a frame of %d bytes was dropped: %d to %d are allowed"
              .formatted(Math.max(0, length), NetBackend.MIN_FRAME, maxFrame));
      return Optional.empty();
    }
    byte[] header = new byte[NetHeader.BYTES];
    message.copyTo(MemorySegment.ofArray(header));
    if (NetHeader.wantsOffload(header)) {
      problems.warn("a frame was dropped that asks for an offload that was not negotiated");
      return Optional.empty();
    }
    byte[] frame = new byte[(int) length];
    message.copyTo(MemorySegment.ofArray(frame));
    return Optional.of(frame);
  }
}
