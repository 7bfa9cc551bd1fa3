package io.jvmm.virtio.net;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.vmm.error.HostException;

/** Whether there is something at the other end of an interface; once gone, it stays away. */
final class Link {
  private final ProblemLog problems;
  private final Runnable atLoss;
  private volatile boolean up = true; // written under this monitor

  /**
   * A link that is up.
   *
   * @param atLoss run once, when it is lost, on the thread that finds out
   */
  Link(ProblemLog problems, Runnable atLoss) {
    this.problems = problems;
    this.atLoss = atLoss;
  }

  boolean isUp() {
    return up;
  }

  /** The other end is gone; reported the first time. */
  void lost(HostException cause) {
    if (takeDown()) {
      problems.warn("%s; the guest's link is down".formatted(cause.getMessage()));
      atLoss.run();
    }
  }

  private synchronized boolean takeDown() {
    boolean was = up;
    up = false;
    return was;
  }
}
