package io.jvmm.virtio.block;

import java.util.concurrent.atomic.LongAdder;

/** Counts requests. Safe for use by any thread. */
final class BlockCounters {
  private final LongAdder reads = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder flushes = new LongAdder();
  private final LongAdder errors = new LongAdder();

  /** One has ended. */
  void count(PendingRequest request) {
    boolean isGood = request.status() == BlockCommands.S_OK;
    long bytes = isGood ? request.dataLength() : 0;
    switch (request.asked().type()) {
      case BlockRequest.T_IN -> {
        reads.increment();
        bytesRead.add(bytes);
      }
      case BlockRequest.T_OUT, BlockRequest.T_WRITE_ZEROES -> {
        writes.increment();
        bytesWritten.add(bytes);
      }
      case BlockRequest.T_FLUSH -> flushes.increment();
      default -> {} // asks for its name, or says what it does not need
    }
    if (!isGood) {
      errors.increment();
    }
  }

  BlockStatistics statistics() {
    return new BlockStatistics(
        reads.sum(),
        bytesRead.sum(),
        writes.sum(),
        bytesWritten.sum(),
        flushes.sum(),
        errors.sum());
  }
}
