package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KvmDiagnosisTest {
  private static final int EACCES = 13;
  private static final int ENOENT = 2;
  private static final int EINVAL = 22;
  private static final int EMFILE = 24;
  private static final int EFAULT = 14;
  private static final int ENOKEY = 126;

  @Test
  void namesTheCallItsArgumentsAndTheError() {
    assertThat(KvmDiagnosis.failed("KVM_CREATE_VM", "0x30", -EINVAL))
        .hasMessageStartingWith("KVM_CREATE_VM(0x30) failed with EINVAL (22): ");
  }

  @Test
  void sendsAUserWithoutPermissionToTheGroup() {
    assertThat(KvmDiagnosis.failed("open", "/dev/kvm", -EACCES)).hasMessageContaining("group");
  }

  @Test
  void tellsThatAHostWithoutTheDeviceHasNoKvm() {
    assertThat(KvmDiagnosis.failed("open", "/dev/kvm", -ENOENT))
        .hasMessageContaining("this host has no KVM");
  }

  @Test
  void explainsWhatAnErrorMeansToThisCall() {
    assertThat(KvmDiagnosis.failed("KVM_CREATE_VM", "0x30", -EINVAL))
        .hasMessageContaining("fewer bits");
    assertThat(KvmDiagnosis.failed("KVM_CREATE_VCPU", "0x200", -EINVAL))
        .hasMessageContaining("fewer vCPUs");
  }

  @Test
  void explainsErrorsThatMeanTheSameToEveryCall() {
    assertThat(KvmDiagnosis.failed("KVM_CREATE_VCPU", "0x0", -EMFILE))
        .hasMessageContaining("ulimit -n");
  }

  @Test
  void admitsThatItKnowsNoCause() {
    assertThat(KvmDiagnosis.failed("KVM_IRQ_LINE", "SPI 1 raised", -EFAULT))
        .hasMessageContaining("no cause is known");
  }

  @Test
  void givesTheNumberOfAnUnexpectedError() {
    assertThat(KvmDiagnosis.failed("KVM_RUN", "vcpu0", -ENOKEY))
        .hasMessageStartingWith("KVM_RUN(vcpu0) failed with errno 126: ");
  }
}
