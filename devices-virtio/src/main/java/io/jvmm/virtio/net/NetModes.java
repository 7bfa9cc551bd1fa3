package io.jvmm.virtio.net;

import io.jvmm.vmm.error.HostException;

/**
 * What a driver has chosen and may choose again while it runs: how many pairs of queues it uses,
 * and which offloads it takes. Safe for use by any thread.
 */
final class NetModes {
  private final NetBackend backend;
  private final Link link;
  private final long features;
  private volatile long guestOffloads;

  /**
   * As it is after a reset: one pair, and all offloads that were negotiated (virtio 1.3, 5.1.6.5.5
   * and 5.1.6.5.6).
   *
   * @param features those that were negotiated
   */
  NetModes(NetBackend backend, Link link, long features) {
    this.backend = backend;
    this.link = link;
    this.features = features;
    this.guestOffloads = features & NetOffload.OF_GUEST;
    tell(() -> backend.usePorts(1));
    tell(() -> backend.setGuestOffloads(guestOffloads));
  }

  /** Which offloads the driver takes now: bits of {@link NetOffload}. */
  long guestOffloads() {
    return guestOffloads;
  }

  /**
   * Uses so many pairs of queues from now on; false, and nothing done, if there are not so many.
   */
  boolean usePairs(int count) {
    boolean possible = (features & NetDevice.F_MQ) != 0 && count >= 1 && count <= pairs();
    if (possible) {
      tell(() -> backend.usePorts(count));
    }
    return possible;
  }

  private int pairs() {
    return backend.ports().size();
  }

  /** Takes these offloads from now on; false, and nothing done, if others were negotiated. */
  boolean setGuestOffloads(long wanted) {
    boolean possible =
        (features & NetDevice.F_CTRL_GUEST_OFFLOADS) != 0
            && (wanted & ~(features & NetOffload.OF_GUEST)) == 0;
    if (possible) {
      guestOffloads = wanted;
      tell(() -> backend.setGuestOffloads(wanted));
    }
    return possible;
  }

  private void tell(Runnable request) {
    try {
      request.run();
    } catch (HostException e) {
      link.lost(e);
    }
  }
}
