package io.jvmm.virtio.rng;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;

/**
 * Fills the driver's buffers with random bytes (virtio 1.3, 5.4.6), each up to {@value #MAX_BYTES}:
 * a device may use less than the whole buffer, and so a guest cannot keep it busy with one request.
 */
final class EntropyRequests implements DeviceWorker.Handler {
  static final int MAX_BYTES = 4096;

  private Virtqueue queue; // replaced only between two runs of the worker's thread
  private final EntropySource source;
  private final ProblemLog problems;
  private final DescriptorChain chain = new DescriptorChain();

  EntropyRequests(Virtqueue queue, EntropySource source, ProblemLog problems) {
    this.queue = queue;
    this.source = source;
    this.problems = problems;
  }

  @Override
  public boolean step() {
    if (!queue.poll(chain)) {
      return queue.enableNotifications();
    }
    queue.complete(chain, fill(chain.writable()));
    queue.publish();
    return true;
  }

  @Override
  public void replaceQueue(int index, Virtqueue replacement) {
    queue = replacement;
  }

  private long fill(BufferCursor target) {
    long wanted = Math.min(MAX_BYTES, target.remaining());
    long filled = 0;
    try {
      while (filled < wanted) {
        MemorySegment piece = target.next(wanted - filled);
        source.fill(piece);
        filled += piece.byteSize();
      }
    } catch (HostException e) {
      problems.warn(e.getMessage());
    }
    return filled;
  }
}
