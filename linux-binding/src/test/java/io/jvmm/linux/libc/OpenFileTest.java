package io.jvmm.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.linux.uapi.Linux;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class OpenFileTest {
  @Test
  void closingTwiceDoesNotCloseWhoeverGotTheNumberNext() {
    OpenFile first = open("/dev/null");
    int number = first.number();
    first.close();

    try (OpenFile second = open("/dev/null")) {
      first.close();

      assertThat(second.number()).isEqualTo(number);
      assertThat(Libc.read(second.number(), MemorySegment.NULL)).isZero();
    }
  }

  @Test
  void aClosedFileHasNoNumber() {
    OpenFile file = open("/dev/null");
    file.close();

    assertThatThrownBy(file::number)
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void takingOverADescriptorThatIsNotOpenIsOurBug() {
    OpenFile file = new OpenFile(Integer.MAX_VALUE);

    assertThatThrownBy(file::close).isInstanceOf(InternalException.class);
  }

  @Test
  void aFileThatCannotBeOpenedIsNamedWithTheError() {
    assertThatThrownBy(() -> open("/there-is-no-such-file"))
        .isInstanceOf(HostException.class)
        .hasMessageStartingWith("open(/there-is-no-such-file) failed with ENOENT (2): ");
  }

  private static OpenFile open(String path) {
    return OpenFile.open(path, Linux.O_RDWR(), Diagnosis.GENERAL);
  }
}
