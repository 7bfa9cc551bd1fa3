package io.jvmm.virtio.net;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.RateLimiter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Writes frames into the buffers that the driver supplies (virtio 1.3, 5.1.6.3 and 5.1.6.4). With
 * VIRTIO_NET_F_MRG_RXBUF a frame may take several buffers; without, it takes one, and a frame for
 * which that is too short is dropped. While there are no buffers the frames wait.
 */
final class ReceiveQueue {
  /** The most buffers that one frame takes. */
  static final int MAX_BUFFERS = 256;

  private Virtqueue queue;
  private final int maxBuffers;
  private final FrameQueue inbound;
  private final NetCounters counters;
  private final ProblemLog problems;
  private final Deque<DescriptorChain> taken = new ArrayDeque<>(); // buffers to be written
  private final Deque<DescriptorChain> spare = new ArrayDeque<>();
  private long room; // in all that are taken

  ReceiveQueue(Virtqueue queue, boolean mergeable, FrameBuffers frames, ProblemLog problems) {
    this.queue = queue;
    this.maxBuffers = mergeable ? MAX_BUFFERS : 1;
    this.inbound = frames.inbound();
    this.counters = frames.counters();
    this.problems = problems;
  }

  /** Writes into the buffers of another queue from now on; frames that wait are for those. */
  void replace(Virtqueue other) {
    queue = other;
    spare.addAll(taken);
    taken.clear();
    room = 0;
  }

  /** Takes a buffer or delivers a frame; says whether there may be more to do at once. */
  boolean step(RateLimiter limiter) {
    Optional<byte[]> frame = inbound.peek();
    if (frame.isEmpty()) {
      return false;
    }
    long needed = NetHeader.BYTES + (long) frame.get().length;
    if (room < needed && taken.size() < maxBuffers) {
      return takeBuffer();
    }
    inbound.poll();
    if (room < needed) {
      counters.receiveRefused.increment();
    } else {
      deliver(frame.get(), needed);
      limiter.spend(frame.get().length);
    }
    return true;
  }

  private boolean takeBuffer() {
    DescriptorChain chain = spare.isEmpty() ? new DescriptorChain() : spare.pop();
    if (!queue.poll(chain)) {
      spare.push(chain);
      return queue.enableNotifications();
    }
    if (chain.writable().remaining() < NetHeader.BYTES) {
      refuse(chain);
    } else {
      room += chain.writable().remaining();
      taken.add(chain);
    }
    return true;
  }

  private void refuse(DescriptorChain chain) {
    problems.warn("a receive buffer has no room for a header");
    queue.complete(chain, 0);
    queue.publish();
    spare.push(chain);
  }

  private void deliver(byte[] frame, long needed) {
    int buffers = buffersFor(needed);
    MemorySegment source = MemorySegment.ofArray(frame);
    long done = 0;
    byte[] header = NetHeader.received(buffers);
    for (int i = 0; i < buffers; i++) {
      DescriptorChain chain = taken.remove();
      room -= chain.writable().remaining();
      long headerBytes = i == 0 ? chain.writable().copyFrom(MemorySegment.ofArray(header)) : 0;
      long frameBytes = chain.writable().copyFrom(source.asSlice(done));
      done += frameBytes;
      queue.complete(chain, headerBytes + frameBytes);
      spare.push(chain);
    }
    counters.received.increment(); // first, so that who sees the frame finds it counted
    queue.publish();
  }

  private int buffersFor(long needed) {
    int count = 0;
    long covered = 0;
    for (DescriptorChain each : taken) {
      if (covered >= needed) {
        break;
      }
      covered += each.writable().remaining();
      count++;
    }
    return count;
  }
}
