package io.jvmm.virtio.net;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.RateLimiter;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Writes frames into the buffers that the driver supplies (virtio 1.3, 5.1.6.3 and 5.1.6.4). With
 * VIRTIO_NET_F_MRG_RXBUF a frame may take several buffers; without, it takes one, and a frame for
 * which that is too short is dropped. While there are no buffers one frame waits here, and the
 * others with the host.
 */
final class ReceiveQueue implements DeviceWorker.Handler {
  /** The most buffers that one frame takes. */
  static final int MAX_BUFFERS = 256;

  private Virtqueue queue;
  private final int maxBuffers;
  private final LongSupplier offloads;
  private final NetPort port;
  private final Link link;
  private final RateLimiter limiter;
  private final NetCounters counters;
  private final ProblemLog problems;
  private Optional<MemorySegment> pending = Optional.empty(); // a header and its frame
  private final Deque<DescriptorChain> taken = new ArrayDeque<>(); // buffers to be written
  private final Deque<DescriptorChain> spare = new ArrayDeque<>();
  private long room; // in all that are taken

  /**
   * The device's end of a receive queue.
   *
   * @param offloads which {@link NetOffload}s the driver takes now
   */
  ReceiveQueue(
      Virtqueue queue, NetPort port, boolean mergeable, LongSupplier offloads, NetContext context) {
    this.queue = queue;
    this.port = port;
    this.maxBuffers = mergeable ? MAX_BUFFERS : 1;
    this.offloads = offloads;
    this.link = context.link();
    this.limiter = context.receiveLimit();
    this.counters = context.counters();
    this.problems = context.problems();
  }

  /** Writes into the buffers of another queue from now on; frames that wait are for those. */
  @Override
  public void replaceQueue(int index, Virtqueue other) {
    queue = other;
    spare.addAll(taken);
    taken.clear();
    room = 0;
  }

  /** Takes a frame or a buffer, or delivers a frame. */
  @Override
  public boolean step() {
    if (pending.isEmpty()) {
      pending = next();
      return pending.isPresent();
    }
    MemorySegment packet = pending.get();
    if (room < packet.byteSize() && taken.size() < maxBuffers) {
      return takeBuffer();
    }
    pending = Optional.empty();
    if (room < packet.byteSize() || !NetHeader.mayBeReceived(packet, offloads.getAsLong())) {
      counters.receiveDropped.increment();
    } else {
      deliver(packet);
      limiter.spend(packet.byteSize() - NetHeader.BYTES);
    }
    return true;
  }

  private Optional<MemorySegment> next() {
    try {
      return link.isUp() ? port.receive() : Optional.empty();
    } catch (HostException e) {
      link.lost(e);
      return Optional.empty();
    }
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

  private void deliver(MemorySegment packet) {
    int buffers = buffersFor(packet.byteSize());
    NetHeader.setBuffers(packet, buffers);
    long done = 0;
    for (int i = 0; i < buffers; i++) {
      DescriptorChain chain = taken.remove();
      room -= chain.writable().remaining();
      long bytes = chain.writable().copyFrom(packet.asSlice(done));
      done += bytes;
      queue.complete(chain, bytes);
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
