package io.jvmm.vmm;

import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import java.util.Optional;

/**
 * A virtual machine of a back end. Built in this order: memory slots, vCPUs, the interrupt
 * controller, its start; then the vCPUs may run. Every call throws {@link
 * io.jvmm.vmm.error.HostException} if the host refuses.
 */
public interface Vm extends AutoCloseable {
  /** Maps host memory into the guest; replaces nothing: the slot must be free. */
  void mapSlot(MemorySlot slot);

  /** Frees a slot. */
  void unmapSlot(int index);

  /** Makes a vCPU. Closing the virtual machine closes it too. */
  Vcpu createVcpu(VcpuConfig config);

  /**
   * Sets what the guest's virtual and physical counters lag behind the host's by, in ticks; they
   * start near 0 where nobody sets it. To be called before the first vCPU runs.
   *
   * @param ticks subtracted from the host's counter, modulo 2^64
   */
  void setCounterOffset(long ticks);

  /** Whether the back end emulates this kind of device itself. */
  boolean supports(KernelDevice.Kind kind);

  /**
   * Makes a device that the back end emulates itself. Closing the virtual machine closes it too.
   */
  KernelDevice createDevice(KernelDevice.Kind kind);

  /** Drives an input of the back end's own interrupt controller. Safe for use by any thread. */
  void setLine(IntId spi, boolean asserted);

  /**
   * Sends a message to an ITS that the back end emulates. Safe for use by any thread.
   *
   * @param message one whose address is the ITS's doorbell
   * @return whether it became an interrupt; if not, the guest has not set one up for it
   */
  boolean signalMessage(InterruptMessage message);

  /**
   * An input of the back end's own interrupt controller for edges alone, whose pulse costs less
   * than two calls of {@link #setLine}; none where the back end has no such thing. Closing the
   * virtual machine closes it too.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses, for example for want of files
   */
  default Optional<EdgeIrq> createEdge(IntId spi) {
    return Optional.empty();
  }

  /**
   * A line to the back end's own ITS that nothing is routed to; none where the back end has no such
   * thing. Closing the virtual machine closes it too.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses, for example for want of files
   */
  default Optional<MessageLine> createMessageLine() {
    return Optional.empty();
  }

  /** A doorbell that nothing is connected to; none where the back end has no such thing. */
  Optional<Doorbell> createDoorbell();

  /** Ends it: vCPUs and devices too. No vCPU may be running. */
  @Override
  void close();
}
