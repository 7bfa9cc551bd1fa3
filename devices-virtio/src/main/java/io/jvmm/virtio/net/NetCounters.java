package io.jvmm.virtio.net;

import java.util.concurrent.atomic.LongAdder;

/** Counts frames. Safe for use by any thread. */
final class NetCounters {
  final LongAdder received = new LongAdder();
  final LongAdder transmitted = new LongAdder();
  final LongAdder receiveRefused = new LongAdder();
  final LongAdder transmitRefused = new LongAdder();
}
