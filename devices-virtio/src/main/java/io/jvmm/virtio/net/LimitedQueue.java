package io.jvmm.virtio.net;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.rate.RateLimiter;

/**
 * Serves a queue as fast as its limit allows. While it is held back nobody would kick the worker
 * when its time has come, so that it pauses instead.
 */
record LimitedQueue(DeviceWorker.Handler queue, RateLimiter limiter, Pacer pacer)
    implements DeviceWorker.Handler {
  @Override
  public boolean step() {
    long wait = limiter.waitNanos();
    if (wait == 0) {
      return queue.step();
    }
    pacer.pause(Math.min(wait, Pacer.MAX_PAUSE));
    return true;
  }

  @Override
  public void replaceQueue(int index, Virtqueue other) {
    queue.replaceQueue(index, other);
  }
}
