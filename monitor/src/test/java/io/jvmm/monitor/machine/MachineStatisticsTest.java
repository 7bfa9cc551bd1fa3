package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.mmio.DeviceStatistics;
import io.jvmm.monitor.machine.MachineStatistics.DiskStatistics;
import io.jvmm.monitor.machine.MachineStatistics.NetworkStatistics;
import io.jvmm.monitor.machine.MachineStatistics.VcpuStatistics;
import io.jvmm.virtio.block.BlockStatistics;
import io.jvmm.virtio.net.NetStatistics;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.InterruptStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineStatisticsTest {
  private static final MachineStatistics STATISTICS =
      new MachineStatistics(
          List.of(
              new VcpuStatistics(
                  new VcpuId(0),
                  Map.of(ExitKind.MMIO_WRITE, 7L, ExitKind.MMIO_READ, 12L),
                  Duration.ofMillis(250))),
          "GICv2 (emulated)",
          List.of(new InterruptStatistics(new VcpuId(0), 100, 2, 0, 4)),
          List.of(
              new DeviceStatistics("pl011", GuestLayout.PL011, 12, 6, 1),
              new DeviceStatistics("pl031", GuestLayout.PL031, 0, 0, 0)),
          3,
          List.of(new NetworkStatistics("vm-net0", new NetStatistics(1000, 900, 2, 1))),
          List.of(new DiskStatistics("vm-blk0", new BlockStatistics(8, 4096, 1, 512, 1, 0))));

  @Test
  void theTableHasALineForWhatWasUsed() {
    assertThat(STATISTICS.table())
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

            disk                   bytes read bytes written      flushes       errors
            vm-blk0                      4096          512            1            0
            """);
  }

  @Test
  void aReportHasAllOfItAsJson() {
    MachineReport report =
        new MachineReport(
            MachineState.PAUSED,
            2,
            Instant.parse("2026-01-01T00:00:00Z"),
            new ProcessUse(4711, Duration.ofMillis(1500), 1 << 20),
            STATISTICS);

    assertThat(report.toJson())
        .isEqualTo(
            """
            {"state":"paused","boots":2,"booted":"2026-01-01T00:00:00Z",\
            "process":{"number":4711,"cpuSeconds":1.5,"residentBytes":1048576},\
            "interruptController":"GICv2 (emulated)",\
            "vcpus":[{"exits":{"mmio-read":12,"mmio-write":7},"cpuSeconds":0.25}],\
            "interrupts":[{"vcpu":"vcpu0","acknowledged":100,"late":2,"spurious":0,"sgisSent":4}],\
            "devices":[{"device":"pl011","address":"0x9000000","reads":12,"writes":6,"refused":1},\
            {"device":"pl031","address":"0x9010000","reads":0,"writes":0,"refused":0}],\
            "unmappedAccesses":3,\
            "networks":[{"device":"vm-net0","received":1000,"receiveDropped":2,\
            "transmitted":900,"transmitDropped":1}],\
            "disks":[{"device":"vm-blk0","reads":8,"bytesRead":4096,"writes":1,\
            "bytesWritten":512,"flushes":1,"errors":0}]}\
            """);
  }

  @Test
  void theProcessKnowsWhatItTakes() {
    ProcessUse use = ProcessUse.now();

    assertThat(use.number()).isEqualTo(ProcessHandle.current().pid());
    assertThat(use.cpuTime()).isPositive();
    assertThat(use.residentBytes()).isGreaterThan(1 << 20);
    assertThat(ProcessUse.resident("VmSwap: 1 kB\n")).isZero();
  }
}
