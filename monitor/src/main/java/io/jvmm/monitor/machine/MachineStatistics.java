package io.jvmm.monitor.machine;

import io.jvmm.mmio.DeviceStatistics;
import io.jvmm.virtio.block.BlockStatistics;
import io.jvmm.virtio.net.NetStatistics;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.InterruptStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a machine has done so far.
 *
 * @param vcpus its vCPUs, by number
 * @param interruptController the kind of interrupt controller it has, and why
 * @param interrupts what that has done for each vCPU; empty where the host's kernel does it
 * @param devices its devices on the bus, by address
 * @param unmappedAccesses accesses that hit no device
 * @param networks its network interfaces, in the guest's order
 * @param disks its disks, in the guest's order
 */
public record MachineStatistics(
    List<VcpuStatistics> vcpus,
    String interruptController,
    List<InterruptStatistics> interrupts,
    List<DeviceStatistics> devices,
    long unmappedAccesses,
    List<NetworkStatistics> networks,
    List<DiskStatistics> disks) {
  private static final String EXIT_ROW = "%-9s %-17s %12s%n";
  private static final String INTERRUPT_ROW = "%-9s %12s %12s %12s %12s%n";
  private static final String DEVICE_ROW = "%-20s %12s %12s %12s %12s%n";

  /**
   * What a vCPU has done so far.
   *
   * @param id the vCPU
   * @param exits how often it left the guest, by kind; kinds that never came are not in it
   * @param cpuTime how long its thread has had a CPU, in the guest and out of it
   */
  public record VcpuStatistics(VcpuId id, Map<ExitKind, Long> exits, Duration cpuTime) {
    /** Copies the map. */
    public VcpuStatistics {
      exits = Map.copyOf(exits);
    }
  }

  /**
   * What a network interface has done so far.
   *
   * @param device the interface
   * @param frames what passed and what was dropped
   */
  public record NetworkStatistics(String device, NetStatistics frames) {}

  /**
   * What a disk has done so far.
   *
   * @param device the disk
   * @param requests what the guest asked of it
   */
  public record DiskStatistics(String device, BlockStatistics requests) {}

  /** Copies the lists. */
  public MachineStatistics {
    vcpus = List.copyOf(vcpus);
    interrupts = List.copyOf(interrupts);
    devices = List.copyOf(devices);
    networks = List.copyOf(networks);
    disks = List.copyOf(disks);
  }

  /** A table for people, a line for each exit kind of a vCPU and for each device that was used. */
  public String table() {
    String exits = vcpus.stream().map(MachineStatistics::rows).collect(Collectors.joining());
    String used =
        devices.stream()
            .filter(device -> device.reads() + device.writes() + device.refused() > 0)
            .map(MachineStatistics::row)
            .collect(Collectors.joining());
    return EXIT_ROW.formatted("vCPU", "exits", "count")
        + exits
        + "%n".formatted()
        + interruptTable()
        + "%n".formatted()
        + DEVICE_ROW.formatted("device", "address", "loads", "stores", "refused")
        + used
        + DEVICE_ROW.formatted("no device", "", "", "", unmappedAccesses)
        + networkTable()
        + diskTable();
  }

  private String diskTable() {
    if (disks.isEmpty()) {
      return "";
    }
    String rows = disks.stream().map(MachineStatistics::row).collect(Collectors.joining());
    return "%n".formatted()
        + DEVICE_ROW.formatted("disk", "bytes read", "bytes written", "flushes", "errors")
        + rows;
  }

  private static String row(DiskStatistics disk) {
    BlockStatistics requests = disk.requests();
    return DEVICE_ROW.formatted(
        disk.device(),
        requests.bytesRead(),
        requests.bytesWritten(),
        requests.flushes(),
        requests.errors());
  }

  private String networkTable() {
    if (networks.isEmpty()) {
      return "";
    }
    String rows = networks.stream().map(MachineStatistics::row).collect(Collectors.joining());
    return "%n".formatted()
        + DEVICE_ROW.formatted("frames", "received", "dropped", "transmitted", "dropped")
        + rows;
  }

  private static String row(NetworkStatistics network) {
    NetStatistics frames = network.frames();
    return DEVICE_ROW.formatted(
        network.device(),
        frames.received(),
        frames.receiveDropped(),
        frames.transmitted(),
        frames.transmitDropped());
  }

  private String interruptTable() {
    String title = "interrupt controller: %s%n".formatted(interruptController);
    if (interrupts.isEmpty()) {
      return title;
    }
    String rows =
        interrupts.stream()
            .map(
                one ->
                    INTERRUPT_ROW.formatted(
                        one.vcpu(), one.acknowledged(), one.late(), one.spurious(), one.sgisSent()))
            .collect(Collectors.joining());
    return title
        + INTERRUPT_ROW.formatted("vCPU", "acknowledged", "late", "spurious", "SGIs sent")
        + rows;
  }

  private static String rows(VcpuStatistics vcpu) {
    return vcpu.exits().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(exit -> row(vcpu.id(), exit.getKey(), exit.getValue()))
        .collect(Collectors.joining());
  }

  private static String row(VcpuId vcpu, ExitKind kind, long count) {
    return EXIT_ROW.formatted(vcpu, kind.title(), count);
  }

  private static String row(DeviceStatistics device) {
    return DEVICE_ROW.formatted(
        device.device(),
        "0x%x".formatted(device.window().start().value()),
        device.reads(),
        device.writes(),
        device.refused());
  }
}
