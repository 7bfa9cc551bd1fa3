package io.jvmm.kvm;

import static io.jvmm.kvm.Capability.KVM_CAP_ARM_INJECT_EXT_DABT;
import static io.jvmm.kvm.Capability.KVM_CAP_ARM_NISV_TO_USER;
import static io.jvmm.kvm.Capability.KVM_CAP_ARM_USER_IRQ;
import static io.jvmm.kvm.Capability.KVM_CAP_ARM_VM_IPA_SIZE;
import static io.jvmm.kvm.Capability.KVM_CAP_IMMEDIATE_EXIT;
import static io.jvmm.kvm.Capability.KVM_CAP_MAX_VCPUS;
import static io.jvmm.kvm.Capability.KVM_CAP_NR_MEMSLOTS;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.linux.libc.Mapping;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** An open {@code /dev/kvm}. */
final class KvmHypervisor implements Hypervisor {
  private final KvmFd system;
  private final HypervisorLimits limits;
  private final long runPageBytes;

  private KvmHypervisor(KvmFd system) {
    this.system = system;
    requireInterface(system);
    this.limits = limits(system);
    this.runPageBytes = system.call(Ioctl.KVM_GET_VCPU_MMAP_SIZE, 0);
  }

  static KvmHypervisor open(String device) {
    KvmFd system = KvmFd.open(device);
    try {
      return new KvmHypervisor(system);
    } catch (HostException e) {
      system.close();
      throw e;
    }
  }

  @Override
  public HypervisorLimits limits() {
    return limits;
  }

  @Override
  public Vm createVm(int ipaBits) {
    if (ipaBits < 32 || ipaBits > limits.maxIpaBits()) {
      throw new HostException(
          "this host gives a guest 32 to %d bits of address space, not %d: give it less memory"
              .formatted(limits.maxIpaBits(), ipaBits));
    }
    return KvmVm.create(new KvmFd(system.call(Ioctl.KVM_CREATE_VM, ipaBits)), runPageBytes);
  }

  @Override
  public MemorySegment reserveMemory(long bytes, Arena arena) {
    if (bytes <= 0 || bytes % limits.pageSize() != 0) {
      throw new IllegalArgumentException(
          "%d bytes are no multiple of the page size, %d".formatted(bytes, limits.pageSize()));
    }
    return Mapping.anonymous(bytes, arena);
  }

  @Override
  public OptionalInt zeroBlockBytes() {
    return HostProcessor.zeroBlockBytes();
  }

  @Override
  public void close() {
    system.close();
  }

  private static void requireInterface(KvmFd system) {
    int version = system.call(Ioctl.KVM_GET_API_VERSION, 0);
    if (version != LinuxKvm.KVM_API_VERSION()) {
      throw new HostException(
          "KVM's interface has version %d, and jvmm knows version %d: use a mainline kernel"
              .formatted(version, LinuxKvm.KVM_API_VERSION()));
    }
    KVM_CAP_IMMEDIATE_EXIT.require(system);
    KVM_CAP_ARM_NISV_TO_USER.require(system);
    KVM_CAP_ARM_INJECT_EXT_DABT.require(system);
  }

  private static HypervisorLimits limits(KvmFd system) {
    return new HypervisorLimits(
        KVM_CAP_MAX_VCPUS.require(system),
        KVM_CAP_ARM_VM_IPA_SIZE.require(system),
        KVM_CAP_NR_MEMSLOTS.require(system),
        Mapping.pageSize(),
        KVM_CAP_ARM_USER_IRQ.isPresent(system),
        VcpuFeatures.missing(system));
  }
}
