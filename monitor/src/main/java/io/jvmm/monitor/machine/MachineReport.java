package io.jvmm.monitor.machine;

import io.jvmm.mmio.DeviceStatistics;
import io.jvmm.monitor.machine.MachineStatistics.DiskStatistics;
import io.jvmm.monitor.machine.MachineStatistics.NetworkStatistics;
import io.jvmm.monitor.machine.MachineStatistics.VcpuStatistics;
import io.jvmm.vmm.irq.InterruptStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a machine that runs says of itself. All counts are since its guest was last started.
 *
 * @param state what it is doing
 * @param boots how often its guest was started in this process
 * @param booted when it was last started
 * @param process what its process takes of the host
 * @param statistics what it has done
 */
public record MachineReport(
    MachineState state,
    int boots,
    Instant booted,
    ProcessUse process,
    MachineStatistics statistics) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * In a line: {@code {"state", "boots", "booted", "process": {"number", "cpuSeconds",
   * "residentBytes"}, "interruptController", "vcpus": [{"exits": {"mmio-read": 1}, "cpuSeconds"}],
   * "interrupts": [{"vcpu", "acknowledged", "late", "spurious", "sgisSent"}], "devices":
   * [{"device", "address", "reads", "writes", "refused"}], "unmappedAccesses", "networks":
   * [{"device", "received", "receiveDropped", "transmitted", "transmitDropped"}], "disks":
   * [{"device", "reads", "bytesRead", "writes", "bytesWritten", "flushes", "errors"}]}}.
   */
  public String toJson() {
    ObjectNode node =
        JSON.createObjectNode()
            .put("state", state.toString())
            .put("boots", boots)
            .put("booted", booted.toString());
    node.putObject("process")
        .put("number", process.number())
        .put("cpuSeconds", seconds(process.cpuTime()))
        .put("residentBytes", process.residentBytes());
    node.put("interruptController", statistics.interruptController());
    all(node, "vcpus", statistics.vcpus().stream(), MachineReport::write);
    all(node, "interrupts", statistics.interrupts().stream(), MachineReport::write);
    all(node, "devices", statistics.devices().stream(), MachineReport::write);
    node.put("unmappedAccesses", statistics.unmappedAccesses());
    all(node, "networks", statistics.networks().stream(), MachineReport::write);
    all(node, "disks", statistics.disks().stream(), MachineReport::write);
    return node.toString();
  }

  private static <T> void all(
      ObjectNode node, String name, Stream<T> values, BiConsumer<ObjectNode, T> writer) {
    ArrayNode array = node.putArray(name);
    values.forEach(value -> writer.accept(array.addObject(), value));
  }

  private static void write(ObjectNode node, VcpuStatistics vcpu) {
    ObjectNode exits = node.putObject("exits");
    Stream.of(ExitKind.values())
        .filter(vcpu.exits()::containsKey)
        .forEach(kind -> exits.put(word(kind), vcpu.exits().get(kind)));
    node.put("cpuSeconds", seconds(vcpu.cpuTime()));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static String word(ExitKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void write(ObjectNode node, InterruptStatistics one) {
    node.put("vcpu", one.vcpu().toString())
        .put("acknowledged", one.acknowledged())
        .put("late", one.late())
        .put("spurious", one.spurious())
        .put("sgisSent", one.sgisSent());
  }

  private static void write(ObjectNode node, DeviceStatistics device) {
    node.put("device", device.device())
        .put("address", "0x%x".formatted(device.window().start().value()))
        .put("reads", device.reads())
        .put("writes", device.writes())
        .put("refused", device.refused());
  }

  private static void write(ObjectNode node, NetworkStatistics network) {
    node.put("device", network.device())
        .put("received", network.frames().received())
        .put("receiveDropped", network.frames().receiveDropped())
        .put("transmitted", network.frames().transmitted())
        .put("transmitDropped", network.frames().transmitDropped());
  }

  private static void write(ObjectNode node, DiskStatistics disk) {
    node.put("device", disk.device())
        .put("reads", disk.requests().reads())
        .put("bytesRead", disk.requests().bytesRead())
        .put("writes", disk.requests().writes())
        .put("bytesWritten", disk.requests().bytesWritten())
        .put("flushes", disk.requests().flushes())
        .put("errors", disk.requests().errors());
  }
}
