package io.jvmm.virtio.net;

/**
 * Where the frames of an interface wait, and how many of them have passed.
 *
 * @param inbound frames for the guest
 * @param outbound frames of the guest
 * @param counters what became of them
 */
record FrameBuffers(FrameQueue inbound, FrameQueue outbound, NetCounters counters) {
  FrameBuffers() {
    this(new FrameQueue(), new FrameQueue(), new NetCounters());
  }

  /** A driver runs the interface: frames wait from now on, both ways. */
  void open() {
    inbound.open();
    outbound.open();
  }

  /** Nobody takes or gives frames any more. */
  void end() {
    inbound.end();
    outbound.end();
  }

  NetStatistics statistics() {
    return new NetStatistics(
        counters.received.sum(),
        counters.transmitted.sum(),
        counters.receiveRefused.sum() + inbound.discarded(),
        counters.transmitRefused.sum() + outbound.discarded());
  }
}
