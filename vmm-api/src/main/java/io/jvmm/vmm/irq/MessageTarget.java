package io.jvmm.vmm.irq;

import java.util.Optional;

/** What turns messages into interrupts: a GICv2m frame or an ITS. Safe for use by any thread. */
@FunctionalInterface
public interface MessageTarget {
  /**
   * Takes a message. One that goes to no doorbell, or that the guest has set up no interrupt for,
   * is lost, as it is on hardware.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses for a reason of its own
   */
  void deliver(InterruptMessage message);

  /** A line for a message that is sent often; none where it would save nothing. */
  default Optional<MessageLine> createLine() {
    return Optional.empty();
  }
}
