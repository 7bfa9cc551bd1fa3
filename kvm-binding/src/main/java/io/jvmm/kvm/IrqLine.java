package io.jvmm.kvm;

import io.jvmm.kvm.uapi.kvm_irq_level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An input of the kernel's interrupt controller, or of a vCPU (Linux,
 * Documentation/virt/kvm/api.rst, KVM_IRQ_LINE). Safe for use by any thread: both requests that it
 * can ever make are written when it is made.
 */
final class IrqLine {
  private final KvmFd vm;
  private final String name;
  private final MemorySegment raised;
  private final MemorySegment lowered;

  /**
   * An input of a virtual machine's.
   *
   * @param number its number, with its type, as KVM encodes them on ARM64
   * @param name what it is called where KVM refuses
   */
  IrqLine(KvmFd vm, int number, String name) {
    this.vm = vm;
    this.name = name;
    this.raised = request(number, 1);
    this.lowered = request(number, 0);
  }

  private static MemorySegment request(int number, int level) {
    MemorySegment request = kvm_irq_level.allocate(Arena.ofAuto());
    kvm_irq_level.irq(request, number);
    kvm_irq_level.level(request, level);
    return request;
  }

  /** Sets its level. */
  void drive(boolean asserted) {
    MemorySegment request = asserted ? raised : lowered;
    vm.call(Ioctl.KVM_IRQ_LINE, request, () -> name + (asserted ? " raised" : " lowered"));
  }
}
