package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.HostFeature;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.error.HostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HostFeaturesTest {
  @Test
  void aHostAnswersForEveryCapabilityAndEveryDevice() {
    List<HostFeature> features = HostFeatures.of(12, 4096, capability -> 7, kind -> true);

    assertThat(features).allMatch(HostFeature::isPresent);
    assertThat(features)
        .extracting(HostFeature::name)
        .startsWith("KVM_GET_API_VERSION", "page size")
        .contains("KVM_CAP_ARM_SVE", "GIC_V2", "GIC_V3", "GIC_ITS")
        .hasSize(2 + Capability.values().length + KernelDevice.Kind.values().length);
  }

  @Test
  void whatOpeningRequiresIsRequired() {
    List<HostFeature> features = HostFeatures.of(12, 4096, capability -> 0, kind -> false);

    assertThat(features)
        .filteredOn(HostFeature::required)
        .extracting(HostFeature::name)
        .containsExactly(
            "KVM_GET_API_VERSION",
            "page size",
            "KVM_CAP_NR_MEMSLOTS",
            "KVM_CAP_MAX_VCPUS",
            "KVM_CAP_IMMEDIATE_EXIT",
            "KVM_CAP_ARM_VM_IPA_SIZE",
            "KVM_CAP_ARM_NISV_TO_USER",
            "KVM_CAP_ARM_INJECT_EXT_DABT");
  }

  @Test
  void whatIsAbsentSaysWhatItCosts() {
    assertThat(HostFeatures.of(12, 4096, capability -> 0, kind -> kind == KernelDevice.Kind.GIC_V3))
        .filteredOn(feature -> !feature.isPresent())
        .extracting(HostFeature::name)
        .contains("KVM_CAP_ARM_SVE", "GIC_V2")
        .doesNotContain("GIC_V3");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatIsNoneOfKvmsCannotBeAsked() {
    try (KvmFd file = KvmFd.open("/dev/null")) {
      assertThatThrownBy(() -> HostFeatures.of(file)).isInstanceOf(HostException.class);
    }
  }

  @Test
  void aHostOfAnotherArchitectureIsNotAsked() {
    assertThatThrownBy(() -> new KvmProvider("amd64").features())
        .isInstanceOf(HostException.class)
        .hasMessageStartingWith("not an ARM64 host but amd64");
  }
}
