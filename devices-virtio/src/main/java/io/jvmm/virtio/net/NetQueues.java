package io.jvmm.virtio.net;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.rate.RateLimiter;

/** Serves an interface's three queues while a driver runs it, as fast as its limits allow. */
final class NetQueues implements DeviceWorker.Handler {
  private final ReceiveQueue receive;
  private final TransmitQueue transmit;
  private final ControlQueue control;
  private final RateLimiter receiveLimit;
  private final RateLimiter transmitLimit;
  private final Pacer pacer;

  NetQueues(
      ReceiveQueue receive,
      TransmitQueue transmit,
      ControlQueue control,
      NetSettings settings,
      Pacer pacer) {
    this.receive = receive;
    this.transmit = transmit;
    this.control = control;
    this.receiveLimit = new RateLimiter(settings.receiveLimit(), pacer);
    this.transmitLimit = new RateLimiter(settings.transmitLimit(), pacer);
    this.pacer = pacer;
  }

  @Override
  public boolean step() {
    long receiveWait = receiveLimit.waitNanos();
    long transmitWait = transmitLimit.waitNanos();
    boolean more = control.step();
    more |= transmitWait == 0 && transmit.step(transmitLimit);
    more |= receiveWait == 0 && receive.step(receiveLimit);
    return more || pause(receiveWait, transmitWait);
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    switch (index) {
      case NetDevice.RECEIVE_QUEUE -> receive.replace(queue);
      case NetDevice.TRANSMIT_QUEUE -> transmit.replace(queue);
      default -> control.replace(queue);
    }
  }

  /** Where a direction is held back, nobody would kick the worker when its time has come. */
  private boolean pause(long receiveWait, long transmitWait) {
    long longest = Math.max(receiveWait, transmitWait);
    if (longest == 0) {
      return false;
    }
    long shortest = Math.min(receiveWait, transmitWait);
    pacer.pause(Math.min(shortest == 0 ? longest : shortest, Pacer.MAX_PAUSE));
    return true;
  }
}
