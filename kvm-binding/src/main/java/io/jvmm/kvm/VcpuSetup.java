package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_vcpu_init;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.irq.PrivateLine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * Makes a vCPU what its configuration says. KVM wants that in three steps: {@link #initialize} when
 * the vCPU is new; {@link #complete} before it runs, when the machine's interrupt controller is
 * started; {@link #reset} whenever the guest is to start anew.
 */
final class VcpuSetup {
  private static final int VECTOR_GRANULE_BITS = 128;

  private final VcpuConfig config;
  private final KvmFd vm;
  private final KvmFd fd;
  private final BooleanSupplier kernelController;
  private final KvmDevice attributes;
  private final VcpuRegisters registers;

  /**
   * The set-up of a new vCPU.
   *
   * @param kernelController whether KVM emulates the machine's interrupt controller, once it is
   *     known
   */
  VcpuSetup(VcpuConfig config, KvmFd vm, KvmFd fd, BooleanSupplier kernelController) {
    this.config = config;
    this.vm = vm;
    this.fd = fd;
    this.kernelController = kernelController;
    this.attributes = new KvmDevice(config.id().toString(), fd);
    this.registers = new VcpuRegisters(config.id(), fd, has(VcpuFeature.SVE));
  }

  VcpuConfig config() {
    return config;
  }

  VcpuRegisters registers() {
    return registers;
  }

  void initialize() {
    VcpuFeatures.require(config.features(), vm);
    initialize(config.poweredOff());
    if (has(VcpuFeature.SVE)) {
      config.maxVectorBits().ifPresent(this::limitVectors);
      finish(LinuxKvm.KVM_ARM_VCPU_SVE());
    }
    config
        .stolenTime()
        .ifPresent(
            address ->
                attributes.setAttribute(
                    LinuxKvm.KVM_ARM_VCPU_PVTIME_CTRL(),
                    LinuxKvm.KVM_ARM_VCPU_PVTIME_IPA(),
                    address.value()));
  }

  void complete() {
    if (has(VcpuFeature.PMU)) {
      int group = LinuxKvm.KVM_ARM_VCPU_PMU_V3_CTRL();
      if (kernelController.getAsBoolean()) {
        int interrupt = PrivateLine.PMU.intId().value();
        attributes.setAttribute32(group, LinuxKvm.KVM_ARM_VCPU_PMU_V3_IRQ(), interrupt);
      }
      attributes.command(group, LinuxKvm.KVM_ARM_VCPU_PMU_V3_INIT());
    }
  }

  void reset() {
    initialize(false);
  }

  private void initialize(boolean poweredOff) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment init = kvm_vcpu_init.allocate(arena);
      vm.call(Ioctl.KVM_ARM_PREFERRED_TARGET, init, () -> "");
      kvm_vcpu_init.features(init, 0, features(poweredOff));
      fd.call(Ioctl.KVM_ARM_VCPU_INIT, init, () -> describe(init));
    }
  }

  private int features(boolean poweredOff) {
    return VcpuFeatures.bits(config.features())
        | 1 << LinuxKvm.KVM_ARM_VCPU_PSCI_0_2()
        | (poweredOff ? 1 << LinuxKvm.KVM_ARM_VCPU_POWER_OFF() : 0);
  }

  private String describe(MemorySegment init) {
    return "%s, target %d, features 0x%x"
        .formatted(config.id(), kvm_vcpu_init.target(init), kvm_vcpu_init.features(init, 0));
  }

  /** KVM_REG_ARM64_SVE_VLS is a bit map of vector lengths; bit 0 stands for 128 bits. */
  private void limitVectors(int maxBits) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lengths = arena.allocate(JAVA_LONG, LinuxKvm.KVM_ARM64_SVE_VLS_WORDS());
      registers.read(LinuxKvm.KVM_REG_ARM64_SVE_VLS(), () -> "SVE_VLS", lengths);
      int kept = maxBits / VECTOR_GRANULE_BITS;
      for (int word = 0; word < LinuxKvm.KVM_ARM64_SVE_VLS_WORDS(); word++) {
        long mask = lowestBits(kept - word * Long.SIZE);
        lengths.setAtIndex(JAVA_LONG, word, lengths.getAtIndex(JAVA_LONG, word) & mask);
      }
      registers.write(LinuxKvm.KVM_REG_ARM64_SVE_VLS(), () -> "SVE_VLS", lengths);
    }
  }

  private static long lowestBits(int count) {
    return count <= 0 ? 0 : -1L >>> Math.max(0, Long.SIZE - count);
  }

  private void finish(int feature) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment which = arena.allocateFrom(JAVA_INT, feature);
      fd.call(
          Ioctl.KVM_ARM_VCPU_FINALIZE,
          which,
          () -> "%s, feature %d".formatted(config.id(), feature));
    }
  }

  private boolean has(VcpuFeature feature) {
    return config.features().contains(feature);
  }
}
