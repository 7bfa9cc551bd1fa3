package io.jvmm.monitor.machine;

import io.jvmm.mmio.DeviceStatistics;
import io.jvmm.stage2.MappedRange;
import io.jvmm.stage2.Stage2Attributes;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.TableSummary;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is where in a machine's guest-physical memory: what its stage-2 tables map, and where its
 * devices answer. What the tables do not map exits to jvmm, so that a device's window is a hole in
 * them; it is in both where the guest reads a bank of flash as memory and writes it as a device.
 *
 * @param memory what the tables say
 * @param devices its devices on the bus, by address
 */
public record MemoryMapReport(TableSummary memory, List<DeviceStatistics> devices) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEXADECIMAL = "0x%x";

  /** What a range of addresses is. */
  public enum MemoryKind {
    /** Memory that the guest reads and writes. */
    RAM,
    /** Memory that the guest reads only. */
    READ_ONLY,
    /** Memory that is there, and that each access of the guest's exits from. */
    TRAPPED,
    /** Where a device of jvmm's answers. */
    DEVICE;

    /** In JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static MemoryKind of(Stage2Attributes attributes) {
      return switch (attributes.permissions()) {
        case READ_WRITE -> RAM;
        case READ_ONLY -> READ_ONLY;
        case WRITE_ONLY, NONE -> TRAPPED;
      };
    }
  }

  /** Copies the list. */
  public MemoryMapReport {
    devices = List.copyOf(devices);
  }

  static MemoryMapReport of(TableSummary memory, List<DeviceStatistics> devices) {
    return new MemoryMapReport(memory, devices);
  }

  /**
   * In a line: {@code {"addressBits": 40, "granuleBytes": 4096, "startLevel": 1, "tables": 3,
   * "regions": [{"start": "0x40000000", "bytes", "kind": "ram", "name", "permissions": "rwx",
   * "memoryType": "normal write back", "shareability": "inner", "output": "0x0", "blocks":
   * [{"bytes", "count"}]}, {"start", "bytes", "kind": "device", "name", "reads", "writes"}]}}; what
   * is mapped comes first, each by address.
   */
  public String toJson() {
    ObjectNode node =
        JSON.createObjectNode()
            .put("addressBits", memory.config().ipaBits())
            .put("granuleBytes", memory.config().granule().pageSize())
            .put("startLevel", memory.config().startLevel())
            .put("tables", memory.tableCount());
    ArrayNode regions = node.putArray("regions");
    memory.ranges().forEach(range -> write(regions.addObject(), range));
    devices.forEach(device -> write(regions.addObject(), device));
    return node.toString();
  }

  private static void write(ObjectNode node, MappedRange range) {
    Stage2Attributes attributes = range.attributes();
    node.put("start", HEXADECIMAL.formatted(range.guest().start().value()))
        .put("bytes", range.guest().size())
        .put("kind", MemoryKind.of(attributes).word())
        .put("name", name(range))
        .put("permissions", permissions(attributes))
        .put("memoryType", words(attributes.memory()))
        .put("shareability", words(attributes.shareability()))
        .put("output", HEXADECIMAL.formatted(range.output()));
    ArrayNode blocks = node.putArray("blocks");
    range
        .blocks()
        .forEach((bytes, count) -> blocks.addObject().put("bytes", bytes).put("count", count));
  }

  private static void write(ObjectNode node, DeviceStatistics device) {
    node.put("start", HEXADECIMAL.formatted(device.window().start().value()))
        .put("bytes", device.window().size())
        .put("kind", MemoryKind.DEVICE.word())
        .put("name", device.device())
        .put("reads", device.reads())
        .put("writes", device.writes());
  }

  /** Which of the board's memories it is. */
  private static String name(MappedRange range) {
    long start = range.guest().start().value();
    if (GuestLayout.FLASH_CODE.contains(start)) {
      return "flash: firmware";
    }
    if (GuestLayout.FLASH_VARIABLES.contains(start)) {
      return "flash: variables";
    }
    return GuestLayout.STOLEN_TIME.contains(start) ? "stolen time" : "RAM";
  }

  private static String permissions(Stage2Attributes attributes) {
    Permissions data = attributes.permissions();
    boolean read = data == Permissions.READ_WRITE || data == Permissions.READ_ONLY;
    boolean write = data == Permissions.READ_WRITE || data == Permissions.WRITE_ONLY;
    String execute =
        switch (attributes.execution()) {
          case ANYWHERE -> "x";
          case EL0_ONLY -> "x (EL0)";
          case EL1_ONLY -> "x (EL1)";
          case NOWHERE -> "-";
        };
    return (read ? "r" : "-") + (write ? "w" : "-") + execute;
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
