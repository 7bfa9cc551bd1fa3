package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.mmio.DeviceStatistics;
import io.jvmm.monitor.machine.MachineStatistics.NetworkStatistics;
import io.jvmm.monitor.machine.MachineStatistics.VcpuStatistics;
import io.jvmm.virtio.net.NetStatistics;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.InterruptStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineStatisticsTest {
  @Test
  void theTableHasALineForWhatWasUsed() {
    MachineStatistics statistics =
        new MachineStatistics(
            List.of(
                new VcpuStatistics(
                    new VcpuId(0), Map.of(ExitKind.MMIO_WRITE, 7L, ExitKind.MMIO_READ, 12L))),
            "GICv2 (emulated)",
            List.of(new InterruptStatistics(new VcpuId(0), 100, 2, 0, 4)),
            List.of(
                new DeviceStatistics("pl011", GuestLayout.PL011, 12, 6, 1),
                new DeviceStatistics("pl031", GuestLayout.PL031, 0, 0, 0)),
            3,
            List.of(new NetworkStatistics("vm-net0", new NetStatistics(1000, 900, 2, 1))));

    assertThat(statistics.table())
        .isEqualToNormalizingNewlines(
            """
            vCPU      exits                    count
            vcpu0     MMIO loads                  12
            vcpu0     MMIO stores                  7

            interrupt controller: GICv2 (emulated)
            vCPU      acknowledged         late     spurious    SGIs sent
            vcpu0              100            2            0            4

            device                    address        loads       stores      refused
            pl011                   0x9000000           12            6            1
            no device                                                              3

            frames                   received      dropped  transmitted      dropped
            vm-net0                      1000            2          900            1
            """);
  }
}
