package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.MemorySegment;
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

  @Test
  void closingTwiceDoesNotCloseWhoeverGotTheNumberNext() {
    KvmFd first = KvmFd.open("/dev/null");
    int number = first.number();
    first.close();

    try (KvmFd second = KvmFd.open("/dev/null")) {
      first.close();

      assertThat(second.number()).isEqualTo(number);
      assertThat(Errno.ENOTTY.is(second.attempt(Ioctl.KVM_RUN, MemorySegment.NULL))).isTrue();
    }
  }

  @Test
  void takingOverADescriptorThatIsNotOpenIsOurBug() {
    KvmFd file = new KvmFd(Integer.MAX_VALUE);

    assertThatThrownBy(file::close).isInstanceOf(InternalException.class);
  }
}
