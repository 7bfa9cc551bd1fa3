package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.HypervisorProvider;
import io.jvmm.vmm.error.HostException;
import org.junit.jupiter.api.Test;

class KvmProviderTest {
  @Test
  void isFoundByTheServiceLoader() {
    assertThat(HypervisorProvider.all()).extracting(HypervisorProvider::name).contains("kvm");
  }

  @Test
  void aHostOfAnotherArchitectureIsToldSo() {
    KvmProvider provider = new KvmProvider("amd64");

    assertThat(provider.unavailable()).get().asString().startsWith("not an ARM64 host but amd64");
  }

  @Test
  void isNotOpenedOnAnotherArchitecture() {
    KvmProvider provider = new KvmProvider("amd64");

    assertThatThrownBy(provider::open).isInstanceOf(HostException.class);
  }
}
