package io.jvmm.virtio.net;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.rate.RateLimiter;

/**
 * What all queues of an interface share, whatever driver runs it.
 *
 * @param link whether there is another end
 * @param counters what became of frames
 * @param receiveLimit how much the guest gets
 * @param transmitLimit how much the guest sends
 * @param problems where nonsense of the guest's is reported
 */
record NetContext(
    Link link,
    NetCounters counters,
    RateLimiter receiveLimit,
    RateLimiter transmitLimit,
    ProblemLog problems) {}
