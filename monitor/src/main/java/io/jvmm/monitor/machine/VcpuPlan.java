package io.jvmm.monitor.machine;

import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.spec.CpuSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the vCPUs of a machine have, and where they run: what was asked for, as the host has it. */
final class VcpuPlan {
  private final CpuSpec spec;
  private final Set<VcpuFeature> features;

  private VcpuPlan(CpuSpec spec, Set<VcpuFeature> features) {
    this.spec = spec;
    this.features = features;
  }

  /** The plan for a host; what it lacks and the specification insists on stays in it. */
  static VcpuPlan of(CpuSpec spec, HypervisorLimits limits) {
    Set<VcpuFeature> features = EnumSet.noneOf(VcpuFeature.class);
    for (VcpuFeature feature : VcpuFeature.values()) {
      boolean has =
          switch (choice(feature, spec)) {
            case ON -> true;
            case AUTO -> limits.has(feature);
            case OFF -> false;
          };
      if (has) {
        features.add(feature);
      }
    }
    return new VcpuPlan(spec, features);
  }

  /** What the specification insists on and the host lacks, in lines for the user. */
  static List<String> problems(CpuSpec spec, HypervisorLimits limits) {
    List<String> problems = new ArrayList<>();
    for (VcpuFeature feature : VcpuFeature.values()) {
      if (choice(feature, spec) == CpuSpec.Choice.ON) {
        limits
            .whyMissing(feature)
            .map(reason -> "%s: %s; write \"auto\" or \"off\"".formatted(key(feature), reason))
            .ifPresent(problems::add);
      }
    }
    return problems;
  }

  boolean has(VcpuFeature feature) {
    return features.contains(feature);
  }

  VcpuConfig config(VcpuId id) {
    Optional<GuestAddress> stolenTime =
        has(VcpuFeature.STOLEN_TIME) ? Optional.of(GuestLayout.stolenTime(id)) : Optional.empty();
    return new VcpuConfig(
        id, !id.isBoot(), features, maxVectorBits(), stolenTime, hostCpus(id.value()));
  }

  private OptionalInt maxVectorBits() {
    return spec.maxVectorBits().map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private Set<Integer> hostCpus(int vcpu) {
    return vcpu < spec.pinning().size() ? Set.copyOf(spec.pinning().get(vcpu)) : Set.of();
  }

  private static CpuSpec.Choice choice(VcpuFeature feature, CpuSpec spec) {
    return switch (feature) {
      case PMU -> spec.pmu();
      case SVE -> spec.sve();
      case POINTER_AUTHENTICATION -> spec.pointerAuthentication();
      case STOLEN_TIME -> CpuSpec.Choice.AUTO; // nobody is worse off with it
    };
  }

  private static String key(VcpuFeature feature) {
    return switch (feature) {
      case PMU -> "$.cpu.pmu";
      case SVE -> "$.cpu.sve";
      case POINTER_AUTHENTICATION -> "$.cpu.pointerAuthentication";
      case STOLEN_TIME -> "$.cpu";
    };
  }
}
