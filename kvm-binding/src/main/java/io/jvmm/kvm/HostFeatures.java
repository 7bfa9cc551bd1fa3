package io.jvmm.kvm;

import io.jvmm.linux.libc.Mapping;
import io.jvmm.vmm.HostFeature;
import io.jvmm.vmm.KernelDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What a host's KVM has of what jvmm asks of it, and what its absence costs. */
final class HostFeatures {
  private static final String NOTHING_RUNS = "no machine runs";
  private static final String SLOWER_INTERRUPTS =
      "an interrupt of a PCI device takes a system call";

  private HostFeatures() {}

  /**
   * Of an open {@code /dev/kvm}.
   *
   * @throws io.jvmm.vmm.error.HostException if it makes no virtual machine to ask further
   */
  static List<HostFeature> of(KvmFd system) {
    int ipaBits = Capability.KVM_CAP_ARM_VM_IPA_SIZE.value(system); // 0 is 40 bits, as of old
    int pageSize = Math.toIntExact(Mapping.pageSize());
    try (KvmFd vm = new KvmFd(system.call(Ioctl.KVM_CREATE_VM, ipaBits))) {
      return of(
          system.call(Ioctl.KVM_GET_API_VERSION, 0),
          pageSize,
          capability -> capability.value(system),
          kind -> KvmVm.supports(vm, kind));
    }
  }

  /** The same from answers, however they were had. */
  static List<HostFeature> of(
      int version,
      int pageSize,
      ToIntFunction<Capability> capabilities,
      Predicate<KernelDevice.Kind> devices) {
    List<HostFeature> features = new ArrayList<>();
    features.add(
        new HostFeature(Ioctl.KVM_GET_API_VERSION.name(), version, true, NOTHING_RUNS, "mainline"));
    features.add(new HostFeature("page size", pageSize, true, NOTHING_RUNS, "every kernel"));
    Stream.of(Capability.values())
        .map(each -> feature(each, capabilities.applyAsInt(each)))
        .forEach(features::add);
    Stream.of(KernelDevice.Kind.values())
        .map(each -> feature(each, devices.test(each)))
        .forEach(features::add);
    return features;
  }

  private static HostFeature feature(Capability capability, int value) {
    String without = without(capability);
    return new HostFeature(
        capability.name(),
        value,
        without.equals(NOTHING_RUNS),
        without,
        "Linux %s, and a processor that has it".formatted(capability.since()));
  }

  private static String without(Capability capability) {
    return switch (capability) {
      case KVM_CAP_NR_MEMSLOTS,
          KVM_CAP_MAX_VCPUS,
          KVM_CAP_IMMEDIATE_EXIT,
          KVM_CAP_ARM_VM_IPA_SIZE,
          KVM_CAP_ARM_NISV_TO_USER,
          KVM_CAP_ARM_INJECT_EXT_DABT ->
          NOTHING_RUNS;
      case KVM_CAP_IRQFD, KVM_CAP_IRQ_ROUTING -> SLOWER_INTERRUPTS;
      case KVM_CAP_IOEVENTFD -> "a notification of a virtio queue stops its vCPU";
      case KVM_CAP_ARM_USER_IRQ -> "no interrupt controller in Java (\"gic\": \"emulated\")";
      case KVM_CAP_ARM_PMU_V3 -> "no performance counters in guests";
      case KVM_CAP_ARM_SVE -> "no SVE in guests";
      case KVM_CAP_ARM_PTRAUTH_ADDRESS, KVM_CAP_ARM_PTRAUTH_GENERIC ->
          "no pointer authentication in guests";
      case KVM_CAP_STEAL_TIME -> "guests do not see stolen time";
      case KVM_CAP_ARM_SYSTEM_SUSPEND -> "no guest suspends to memory";
      case KVM_CAP_COUNTER_OFFSET -> "a guest's clock goes on while it is paused";
    };
  }

  private static HostFeature feature(KernelDevice.Kind kind, boolean present) {
    String without =
        switch (kind) {
          case GIC_V2 -> "no GICv2 in the kernel (\"gic\": \"kvm-v2\")";
          case GIC_V3 -> "no GICv3 in the kernel (\"gic\": \"kvm-v3\"), and at most 8 vCPUs";
          case GIC_ITS -> "no ITS: messages of PCI devices go through a GICv2m frame";
        };
    return new HostFeature(
        kind.name(), present ? 1 : 0, false, without, "an interrupt controller that has it");
  }
}
