package io.jvmm.virtio.net;

import java.util.concurrent.atomic.LongAdder;

/** Counts frames. Safe for use by any thread. */
final class NetCounters {
  final LongAdder received = new LongAdder();
  final LongAdder transmitted = new LongAdder();
  final LongAdder receiveDropped = new LongAdder();
  final LongAdder transmitDropped = new LongAdder();

  NetStatistics statistics() {
    return new NetStatistics(
        received.sum(), transmitted.sum(), receiveDropped.sum(), transmitDropped.sum());
  }
}
