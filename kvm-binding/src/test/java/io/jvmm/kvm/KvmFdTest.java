package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class KvmFdTest {
  @Test
  void aRequestToAFileThatIsNoneOfKvmsSaysSo() {
    try (KvmFd file = KvmFd.open("/dev/null")) {
      assertThatThrownBy(() -> file.call(Ioctl.KVM_CREATE_VM, 40))
          .isInstanceOf(HostException.class)
          .hasMessage(
              "KVM_CREATE_VM(0x28) failed with ENOTTY (25): this kernel does not know the request,"
                  + " or the file is none of KVM's");
    }
  }

  @Test
  void aDeviceFileThatDoesNotExistMeansNoKvm() {
    assertThatThrownBy(() -> KvmFd.open("/dev/there-is-no-such-device"))
        .isInstanceOf(HostException.class)
        .hasMessageStartingWith("open(/dev/there-is-no-such-device) failed with ENOENT (2): ");
  }

  @Test
  void aClosedFileRefusesRequests() {
    KvmFd file = KvmFd.open("/dev/null");
    file.close();

    assertThatThrownBy(() -> file.call(Ioctl.KVM_GET_API_VERSION, 0))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("closed");
  }
}
