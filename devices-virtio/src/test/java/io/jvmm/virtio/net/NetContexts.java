package io.jvmm.virtio.net;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.rate.RateLimiter;
import io.jvmm.vmm.spec.RateSpec;

/** What the queues of an interface share, in tests without the interface. */
final class NetContexts {
  private NetContexts() {}

  static NetContext unlimited() {
    return limited(RateSpec.unlimited(), RateSpec.unlimited(), Pacer.SYSTEM);
  }

  static NetContext limited(RateSpec receive, RateSpec transmit, Pacer pacer) {
    ProblemLog problems = new ProblemLog("net");
    return new NetContext(
        new Link(problems, () -> {}),
        new NetCounters(),
        new RateLimiter(receive, pacer),
        new RateLimiter(transmit, pacer),
        problems);
  }
}
