package io.jvmm.http.api;

import io.jvmm.monitor.machine.MachineState;
import io.jvmm.monitor.machine.MemoryMapReport.MemoryKind;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of what machines say of themselves: {@link
 * io.jvmm.monitor.machine.MachineReport#toJson}, {@link
 * io.jvmm.monitor.machine.RegisterDump#toJson} and {@link
 * io.jvmm.monitor.machine.MemoryMapReport#toJson}.
 */
final class Reports {
  private Reports() {}

  static ObjectNode statisticsSchema() {
    ObjectNode schema = Schema.object("What a machine has done since its guest was last started.");
    ObjectNode state = Schema.string("What it is doing.");
    Stream.of(MachineState.values())
        .map(MachineState::toString)
        .forEach(state.putArray("enum")::add);
    Schema.must(schema, "state", state);
    Schema.must(schema, "boots", count());
    Schema.must(schema, "booted", Schema.string("date-time", "When its guest was last started."));
    Schema.must(schema, "process", process());
    Schema.must(schema, "interruptController", Schema.string("Its kind, and why."));
    Schema.must(schema, "vcpus", Schema.listOf(vcpu()));
    Schema.must(
        schema,
        "interrupts",
        Schema.listOf(counts("vcpu", List.of("acknowledged", "late", "spurious", "sgisSent"))));
    Schema.must(
        schema, "devices", Schema.listOf(counts("device", List.of("reads", "writes", "refused"))));
    Schema.must(schema, "unmappedAccesses", count());
    Schema.must(
        schema,
        "networks",
        Schema.listOf(
            counts(
                "device",
                List.of("received", "receiveDropped", "transmitted", "transmitDropped"))));
    return Schema.must(
        schema,
        "disks",
        Schema.listOf(
            counts(
                "device",
                List.of("reads", "bytesRead", "writes", "bytesWritten", "flushes", "errors"))));
  }

  private static ObjectNode process() {
    ObjectNode process = Schema.object("What its process takes of the host.");
    Schema.must(process, "number", count());
    Schema.must(process, "cpuSeconds", Schema.number());
    return Schema.must(process, "residentBytes", count());
  }

  private static ObjectNode vcpu() {
    ObjectNode exits = Schema.object("How often it left the guest, by kind.");
    exits.set("additionalProperties", count());
    ObjectNode vcpu = Schema.must(Schema.object("A vCPU."), "exits", exits);
    return Schema.must(vcpu, "cpuSeconds", Schema.number());
  }

  private static ObjectNode counts(String who, List<String> members) {
    ObjectNode schema = Schema.object("What it has counted.");
    Schema.must(schema, who, Schema.string("Which one."));
    members.forEach(member -> Schema.must(schema, member, count()));
    return schema;
  }

  private static ObjectNode count() {
    return Schema.integer(0, Long.MAX_VALUE);
  }

  static ObjectNode registersSchema() {
    ObjectNode vcpu = Schema.object("Names and values in hexadecimal; whether it is off.");
    return Schema.must(Schema.object("The vCPUs' registers."), "vcpus", Schema.listOf(vcpu));
  }

  static ObjectNode memoryMapSchema() {
    ObjectNode schema = Schema.object("What is where in a machine's guest-physical memory.");
    Schema.must(schema, "addressBits", Schema.integer(1, 52));
    Schema.must(schema, "granuleBytes", count());
    Schema.must(schema, "startLevel", Schema.integer(0, 3));
    Schema.must(schema, "tables", count());
    return Schema.must(schema, "regions", Schema.listOf(region()));
  }

  private static ObjectNode region() {
    ObjectNode kind = Schema.string("What it is.");
    Stream.of(MemoryKind.values()).map(MemoryKind::word).forEach(kind.putArray("enum")::add);
    ObjectNode block = Schema.object("Descriptors of one size.");
    Schema.must(block, "bytes", count());
    Schema.must(block, "count", count());
    ObjectNode region = Schema.object("Addresses that lie side by side and mean the same.");
    Schema.must(region, "start", Schema.string("The first address, in hexadecimal."));
    Schema.must(region, "bytes", count());
    Schema.must(region, "kind", kind);
    Schema.must(region, "name", Schema.string("For people."));
    Schema.may(region, "permissions", Schema.string("Read, write, execute: such as rwx or r-x."));
    Schema.may(region, "memoryType", Schema.string("As its descriptors have it."));
    Schema.may(region, "shareability", Schema.string("Likewise."));
    Schema.may(region, "output", Schema.string("The first output address, in hexadecimal."));
    Schema.may(region, "blocks", Schema.listOf(block));
    Schema.may(region, "reads", count());
    return Schema.may(region, "writes", count());
  }
}
