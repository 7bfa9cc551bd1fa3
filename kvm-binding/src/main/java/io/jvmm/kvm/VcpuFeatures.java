package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.error.HostException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The features of vCPUs as KVM knows them: by capabilities, and by bits of KVM_ARM_VCPU_INIT. */
final class VcpuFeatures {
  private VcpuFeatures() {}

  /** What this host's KVM cannot give a vCPU, with the reason. */
  static Map<VcpuFeature, String> missing(KvmFd system) {
    Map<VcpuFeature, String> missing = new EnumMap<>(VcpuFeature.class);
    for (VcpuFeature feature : VcpuFeature.values()) {
      whyMissing(feature, system).ifPresent(reason -> missing.put(feature, reason));
    }
    return missing;
  }

  /**
   * Makes sure that KVM can give a vCPU all of these.
   *
   * @throws HostException naming what it cannot
   */
  static void require(Set<VcpuFeature> features, KvmFd kvm) {
    for (VcpuFeature feature : features) {
      whyMissing(feature, kvm)
          .ifPresent(
              reason -> {
                throw new HostException("%s: %s: do without it".formatted(feature, reason));
              });
    }
  }

  /** The bits of {@code kvm_vcpu_init.features[0]}. */
  static int bits(Set<VcpuFeature> features) {
    int bits = 0;
    for (VcpuFeature feature : features) {
      bits |= bits(feature);
    }
    return bits;
  }

  private static Optional<String> whyMissing(VcpuFeature feature, KvmFd kvm) {
    return capabilities(feature).stream()
        .filter(capability -> !capability.isPresent(kvm))
        .map(Capability::absence)
        .findFirst();
  }

  private static List<Capability> capabilities(VcpuFeature feature) {
    return switch (feature) {
      case PMU -> List.of(Capability.KVM_CAP_ARM_PMU_V3);
      case SVE -> List.of(Capability.KVM_CAP_ARM_SVE);
      case POINTER_AUTHENTICATION ->
          List.of(Capability.KVM_CAP_ARM_PTRAUTH_ADDRESS, Capability.KVM_CAP_ARM_PTRAUTH_GENERIC);
      case STOLEN_TIME -> List.of(Capability.KVM_CAP_STEAL_TIME);
    };
  }

  private static int bits(VcpuFeature feature) {
    return switch (feature) {
      case PMU -> 1 << LinuxKvm.KVM_ARM_VCPU_PMU_V3();
      case SVE -> 1 << LinuxKvm.KVM_ARM_VCPU_SVE();
      case POINTER_AUTHENTICATION -> // KVM refuses one without the other
          1 << LinuxKvm.KVM_ARM_VCPU_PTRAUTH_ADDRESS()
              | 1 << LinuxKvm.KVM_ARM_VCPU_PTRAUTH_GENERIC();
      case STOLEN_TIME -> 0; // an attribute of the vCPU instead
    };
  }
}
