package io.jvmm.virtio.block;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.rate.RateLimiter;
import java.util.Optional;

/**
 * Serves one request queue while a driver runs the disk (virtio 1.3, 5.2.6), one request after the
 * other, as fast as the disk's limits allow. A request that is held back is dropped with its queue:
 * nothing of it has been done.
 */
final class BlockRequests implements DeviceWorker.Handler {
  private Virtqueue queue; // replaced only between two runs of the worker's thread
  private final Disk disk;
  private final BlockCommands commands;
  private final RateLimiter limiter;
  private final Pacer pacer;
  private final DescriptorChain chain = new DescriptorChain();
  private Optional<BlockRequest> held = Optional.empty(); // the one in chain, not yet served

  /**
   * A handler of one queue.
   *
   * @param limiter the disk's, for all of its queues
   */
  BlockRequests(
      Virtqueue queue, Disk disk, BlockCommands commands, RateLimiter limiter, Pacer pacer) {
    this.queue = queue;
    this.disk = disk;
    this.commands = commands;
    this.limiter = limiter;
    this.pacer = pacer;
  }

  @Override
  public boolean step() {
    if (held.isEmpty() && !queue.poll(chain)) {
      return queue.enableNotifications();
    }
    BlockRequest request = held.orElseGet(() -> BlockRequest.of(chain));
    long wait = request.isLimited() ? limiter.tryPass(request.bytes(disk)) : 0;
    if (wait == 0) {
      complete(request);
    } else {
      held = Optional.of(request);
      pacer.pause(Math.min(wait, Pacer.MAX_PAUSE));
    }
    return true;
  }

  @Override
  public void replaceQueue(int index, Virtqueue replacement) {
    queue = replacement;
    held = Optional.empty();
  }

  private void complete(BlockRequest request) {
    held = Optional.empty();
    queue.complete(chain, serve(request));
    queue.publish();
  }

  /** Serves a request; says how many bytes the driver finds written from the beginning. */
  private long serve(BlockRequest request) {
    BufferCursor answer = request.answer();
    long answerLength = answer.remaining();
    byte status = commands.execute(request);
    long dataWritten = status == BlockCommands.S_OK ? answerLength - answer.remaining() : 0;
    answer.skip(answer.remaining() - 1);
    answer.put(status);
    return dataWritten == answerLength - 1 ? answerLength : dataWritten;
  }
}
