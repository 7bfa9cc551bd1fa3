package io.jvmm.vmm.irq;

/**
 * A line that sends the same message at each pulse, for less than {@link MessageTarget#deliver}
 * costs. Worth having for a message that is sent often and seldom changes: {@link #route} may wait
 * for whatever the host has under way. A message that the guest has set up no interrupt for is
 * lost.
 */
public interface MessageLine extends EdgeIrq {
  /**
   * Says what each pulse sends from now on; before, none sends anything.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses
   */
  void route(InterruptMessage message);
}
