package io.jvmm.virtio.net;

import java.util.concurrent.atomic.LongAdder;

/** Counts frames. Safe for use by any thread. */
final class NetCounters {
  final LongAdder received = new LongAdder();
  final LongAdder transmitted = new LongAdder();
  final LongAdder receiveRefused = new LongAdder();
  final LongAdder transmitRefused = new LongAdder();

  /** All of them, with what two queues have thrown away. */
  NetStatistics statistics(FrameQueue inbound, FrameQueue outbound) {
    return new NetStatistics(
        received.sum(),
        transmitted.sum(),
        receiveRefused.sum() + inbound.discarded(),
        transmitRefused.sum() + outbound.discarded());
  }
}
