package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityTest {
  @ParameterizedTest
  @CsvSource({
    "KVM_CAP_ARM_PMU_V3, 126, 4.6",
    "KVM_CAP_ARM_SVE, 170, 5.2",
    "KVM_CAP_ARM_PTRAUTH_ADDRESS, 171, 5.2",
    "KVM_CAP_ARM_PTRAUTH_GENERIC, 172, 5.2",
    "KVM_CAP_STEAL_TIME, 187, 5.9"
  })
  void anAbsentOneIsToldByNameAndNumberAndTheKernelThatBroughtIt(
      Capability capability, int number, String since) {
    assertThat(capability.absence())
        .contains("%s (%d)".formatted(capability, number))
        .contains("older than " + since);
  }
}
