package io.jvmm.kvm;

import io.jvmm.kvm.uapi.kvm_irq_level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** KVM_IRQ_LINE: drives an input of the kernel's interrupt controller, or of a vCPU. */
final class IrqLine {
  private IrqLine() {}

  /**
   * Sets the level of an input.
   *
   * @param line its number, with its type, as KVM encodes them on ARM64
   * @param name what it is called where KVM refuses
   */
  static void set(KvmFd vm, int line, boolean asserted, Supplier<String> name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment level = kvm_irq_level.allocate(arena);
      kvm_irq_level.irq(level, line);
      kvm_irq_level.level(level, asserted ? 1 : 0);
      String change = asserted ? " raised" : " lowered";
      vm.call(Ioctl.KVM_IRQ_LINE, level, () -> name.get() + change);
    }
  }
}
