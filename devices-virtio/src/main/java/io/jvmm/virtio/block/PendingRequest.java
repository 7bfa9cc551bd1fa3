package io.jvmm.virtio.block;

import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.error.GuestException;
import java.util.Optional;

/**
 * A request that the driver waits for: its chain, and how it ended. Made once and used for one
 * request after the other. Owned by the queue's worker, except while another thread carries the
 * request out.
 */
final class PendingRequest {
  private final DescriptorChain chain = new DescriptorChain();
  private Optional<BlockRequest> asked = Optional.empty();
  private long answerLength;
  private long dataLength;
  private byte status;
  private Optional<RuntimeException> failure = Optional.empty();

  /**
   * Takes the next request of a queue, if there is one.
   *
   * @throws GuestException if it is malformed
   */
  boolean poll(Virtqueue queue) {
    if (!queue.poll(chain)) {
      return false;
    }
    BlockRequest request = BlockRequest.of(chain);
    answerLength = request.answer().remaining();
    dataLength =
        request.type() == BlockRequest.T_IN ? answerLength - 1 : request.source().remaining();
    asked = Optional.of(request);
    failure = Optional.empty();
    return true;
  }

  /** What the driver asks. */
  BlockRequest asked() {
    return asked.orElseThrow();
  }

  /** How many bytes of data it brings or asks for: before anything of it is done, and after. */
  long dataLength() {
    return dataLength;
  }

  /** What it has ended with. */
  byte status() {
    return status;
  }

  /** It has ended with this status. */
  void end(byte answer) {
    status = answer;
  }

  /** It has ended by a bug of ours. */
  void fail(RuntimeException bug) {
    failure = Optional.of(bug);
  }

  /**
   * Gives the chain back to the queue that it is of, with its status, and says how many bytes the
   * driver finds written from the beginning.
   *
   * @throws RuntimeException the bug that it ended by
   */
  void complete(Virtqueue queue) {
    failure.ifPresent(
        bug -> {
          throw bug;
        });
    BufferCursor answer = asked().answer();
    long dataWritten = status == BlockCommands.S_OK ? answerLength - answer.remaining() : 0;
    answer.skip(answer.remaining() - 1);
    answer.put(status);
    queue.complete(chain, dataWritten == answerLength - 1 ? answerLength : dataWritten);
  }
}
