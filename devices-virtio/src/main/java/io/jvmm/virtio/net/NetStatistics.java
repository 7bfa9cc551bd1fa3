package io.jvmm.virtio.net;

/**
 * What an interface has done so far, in frames.
 *
 * @param received those that the guest got
 * @param transmitted those that the guest sent
 * @param receiveDropped those for the guest that it had no driver or no buffer for
 * @param transmitDropped those of the guest that were malformed, or that nobody was there to take
 */
public record NetStatistics(
    long received, long transmitted, long receiveDropped, long transmitDropped) {}
