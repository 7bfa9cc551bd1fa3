package io.jvmm.cli.doctor;

import io.jvmm.vmm.HostFeature;
import io.jvmm.vmm.error.HostException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What KVM offers of what jvmm uses.
 *
 * @param features asks KVM
 */
record FeatureCheck(Supplier<List<HostFeature>> features) implements Check {
  @Override
  public List<Finding> findings(Host host) {
    try {
      return features.get().stream().map(FeatureCheck::finding).toList();
    } catch (HostException e) {
      return List.of(Finding.missing("KVM", "cannot be asked", String.valueOf(e.getMessage())));
    }
  }

  private static Finding finding(HostFeature feature) {
    if (feature.isPresent()) {
      return Finding.ok(feature.name(), Integer.toString(feature.value()));
    }
    String remedy = "needs " + feature.since();
    return feature.required()
        ? Finding.missing(feature.name(), "absent", remedy)
        : Finding.note(feature.name(), "absent", feature.without(), remedy);
  }
}
