package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.VcpuId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A vCPU's interrupt inputs where the kernel has no interrupt controller. Any thread says what
 * their levels are to be; only the vCPU's own thread tells KVM, and only while it is not in
 * KVM_RUN.
 *
 * <p>KVM's documentation asks for neither. But KVM keeps the levels as bits of the vCPU's HCR_EL2
 * (VI, VF); KVM_IRQ_LINE changes them atomically, while {@code kvm_arch_vcpu_load}, whenever the
 * scheduler gives the vCPU's thread a processor, reads, modifies and writes that word without any
 * care for others (Linux, {@code arch/arm64/kvm/arm.c}, for HCR_EL2.TWE and TWI; levels were lost
 * on 6.12). A level that is set in between is undone. Nobody notices, and the guest's processor
 * takes no interrupt any more.
 */
final class VcpuInputs {
  private static final CpuInput[] INPUTS = CpuInput.values();

  private final Map<CpuInput, IrqLine> lines = new EnumMap<>(CpuInput.class);
  private final AtomicInteger wanted = new AtomicInteger(); // a bit for each input, by KVM's number
  private int told; // the same, as KVM has them; the vCPU's thread only

  VcpuInputs(VcpuId vcpu, KvmFd vm) {
    for (CpuInput input : INPUTS) {
      lines.put(input, line(vcpu, vm, input));
    }
  }

  /** Says what a level is to be. */
  void set(CpuInput input, boolean asserted) {
    int bit = bit(input);
    if (asserted) {
      wanted.getAndAccumulate(bit, (before, added) -> before | added);
    } else {
      wanted.getAndAccumulate(bit, (before, removed) -> before & ~removed);
    }
  }

  /** Tells KVM what has changed. */
  void tell() {
    int now = wanted.get();
    if (now != told) {
      for (CpuInput input : INPUTS) {
        if (((now ^ told) & bit(input)) != 0) {
          Objects.requireNonNull(lines.get(input)).drive((now & bit(input)) != 0);
        }
      }
      told = now;
    }
  }

  /** Says that KVM has forgotten the levels: KVM_ARM_VCPU_INIT takes all inputs for low. */
  void forgotten() {
    told = 0;
  }

  private static int bit(CpuInput input) {
    return 1 << number(input);
  }

  private static int number(CpuInput input) {
    return switch (input) {
      case IRQ -> LinuxKvm.KVM_ARM_IRQ_CPU_IRQ();
      case FIQ -> LinuxKvm.KVM_ARM_IRQ_CPU_FIQ();
    };
  }

  private static IrqLine line(VcpuId vcpu, KvmFd vm, CpuInput input) {
    // A vCPU's number has its low byte in one field and the rest in another.
    int low = vcpu.value() & LinuxKvm.KVM_ARM_IRQ_VCPU_MASK();
    int high = vcpu.value() >>> Byte.SIZE & LinuxKvm.KVM_ARM_IRQ_VCPU2_MASK();
    int encoded =
        LinuxKvm.KVM_ARM_IRQ_TYPE_CPU() << LinuxKvm.KVM_ARM_IRQ_TYPE_SHIFT()
            | high << LinuxKvm.KVM_ARM_IRQ_VCPU2_SHIFT()
            | low << LinuxKvm.KVM_ARM_IRQ_VCPU_SHIFT()
            | number(input);
    return new IrqLine(vm, encoded, "%s's %s input".formatted(vcpu, input));
  }
}
