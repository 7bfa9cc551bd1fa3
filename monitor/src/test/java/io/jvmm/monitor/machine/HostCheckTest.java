package io.jvmm.monitor.machine;

import static io.jvmm.vmm.spec.CpuSpec.Choice.AUTO;
import static io.jvmm.vmm.spec.CpuSpec.Choice.ON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.CpuSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.GicChoice;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.TransportChoice;
import io.jvmm.vmm.spec.VmSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostCheckTest {
  private static final HypervisorLimits LIMITS = new HypervisorLimits(8, 40, 32, 4096, true);
  private static final HostCpus ONLINE = HostCpus.parse("0-3");

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

  @Test
  void aFeatureThatTheHostLacksIsRefusedWithItsReason() {
    CpuSpec cpu = new CpuSpec(ON, ON, Optional.empty(), AUTO, List.of(), Optional.empty());
    HypervisorLimits limits =
        new HypervisorLimits(
            8, 40, 32, 4096, true, Map.of(VcpuFeature.SVE, "the processor has none"));

    assertThat(HostCheck.problems(machine(1, cpu), limits, ONLINE))
        .containsExactly("$.cpu.sve: the processor has none; write \"auto\" or \"off\"");
  }

  @Test
  void aHostCpuThatIsNotOnlineIsRefusedByVcpu() {
    CpuSpec cpu = CpuSpec.pinned(List.of(List.of(0, 1), List.of(), List.of(1, 9)));

    assertThat(HostCheck.problems(machine(3, cpu), LIMITS, ONLINE))
        .containsExactly("$.cpu.pinning[2]: the host has no CPU 9 online, only 0 to 3 are");
  }

  @Test
  void morePinningsThanVcpusAreRefused() {
    CpuSpec cpu = CpuSpec.pinned(List.of(List.of(0), List.of(1)));

    assertThat(HostCheck.problems(machine(1, cpu), LIMITS, ONLINE))
        .containsExactly("$.cpu.pinning: it names the CPUs of 2 vCPUs, and $.cpus is 1");
  }

  @Test
  void moreDisksAndNetworksThanThereAreSlotsAreRefused() {
    List<NetworkSpec> networks = Collections.nCopies(31, NetworkSpec.user());

    assertThat(HostCheck.problems(machine(1, "16MiB").withNetworks(networks), 1L << 30))
        .containsExactly(
            "$: disks and networks are 31 together, 1 more than the machine has room for");
  }

  private static VmSpec machine(int cpus, String memory) {
    return machine(cpus, memory, CpuSpec.automatic());
  }

  private static VmSpec machine(int cpus, CpuSpec cpu) {
    return machine(cpus, "16MiB", cpu);
  }

  private static VmSpec machine(int cpus, String memory, CpuSpec cpu) {
    BootSpec boot = BootSpec.ofKernel(FileReference.parse("Image"), Optional.empty(), "");
    ConsoleSpec console = new ConsoleSpec(ConsoleSpec.Input.VIRTIO, Optional.empty());
    return new VmSpec(
        "a",
        cpus,
        cpu,
        MemorySize.parse(memory),
        GicChoice.AUTO,
        TransportChoice.MMIO,
        boot,
        List.of(),
        List.of(),
        console);
  }
}
