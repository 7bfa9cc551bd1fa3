package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.GicChoice;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.VmSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostCheckTest {
  private static final HypervisorLimits LIMITS = new HypervisorLimits(8, 40, 32, 4096, true);

  @Test
  void memoryThatTheHostHasNotGotIsRefused() {
    assertThat(HostCheck.problems(machine(1, "8GiB"), 4L << 30))
        .containsExactly("$.memory: 8GiB is more than this host's 4096 MiB: ask for less");
  }

  @Test
  void memoryPastTheAddressMapIsRefused() {
    assertThat(HostCheck.problems(machine(1, "2TiB"), Long.MAX_VALUE))
        .singleElement()
        .asString()
        .contains("255GiB");
  }

  @Test
  void moreVcpusThanTheHostCanGiveAreRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> HostCheck.check(machine(9, "16MiB"), LIMITS))
        .withMessageContaining("$.cpus: 9 is more than the 8");
  }

  private static VmSpec machine(int cpus, String memory) {
    BootSpec boot = new BootSpec(FileReference.parse("Image"), Optional.empty(), "");
    ConsoleSpec console = new ConsoleSpec(ConsoleSpec.Input.VIRTIO, Optional.empty());
    return new VmSpec(
        "a", cpus, MemorySize.parse(memory), GicChoice.AUTO, boot, List.of(), console);
  }
}
