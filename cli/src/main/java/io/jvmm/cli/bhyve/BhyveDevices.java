package io.jvmm.cli.bhyve;

import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The devices of a configuration, in the order of their PCI addresses. */
final class BhyveDevices {
  private final BhyveConfig config;
  private final List<String> remarks;
  private final ArrayNode disks = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode networks = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode ports = JsonNodeFactory.instance.arrayNode();
  private int bootDisk;
  private int lowestBootIndex = Integer.MAX_VALUE;

  private BhyveDevices(BhyveConfig config, List<String> remarks) {
    this.config = config;
    this.remarks = remarks;
  }

  /**
   * Reads them.
   *
   * @param remarks gets what is not as it was
   */
  static BhyveDevices of(BhyveConfig config, List<String> remarks) {
    BhyveDevices devices = new BhyveDevices(config, remarks);
    config.pciFunctions().forEach(devices::add);
    return devices;
  }

  ArrayNode disks() {
    return disks;
  }

  ArrayNode networks() {
    return networks;
  }

  /** The ports of virtio consoles. */
  ArrayNode ports() {
    return ports;
  }

  /** Which of the disks is to be booted: the one of the lowest bootindex, else the first. */
  int bootDisk() {
    return bootDisk;
  }

  private void add(String node) {
    String device = config.take(node + ".device").orElse("");
    switch (device) {
      case "hostbridge", "virtio-rnd" -> {} // always there
      case "virtio-blk" -> addDisk(node);
      case "nvme" -> {
        remarks.add(node + ": an NVMe controller; its disk becomes a virtio disk");
        addDisk(node);
      }
      case "ahci" -> {
        remarks.add(node + ": an AHCI controller; its disks become virtio disks");
        config.numbered(node + ".port").forEach(this::addAhciPort);
      }
      case "virtio-net" -> addNetwork(node);
      case "e1000" -> {
        remarks.add(node + ": an Intel 82545; it becomes a virtio interface");
        addNetwork(node);
      }
      case "virtio-console" -> config.numbered(node + ".port").forEach(this::addPort);
      default -> {
        config.takeAll(node);
        remarks.add("%s: a device '%s' has no counterpart, left out".formatted(node, device));
      }
    }
  }

  private void addAhciPort(String node) {
    boolean isCd = config.take(node + ".type").filter("cd"::equals).isPresent();
    ObjectNode disk = addDisk(node);
    if (isCd) {
      disk.put("readOnly", true);
    }
  }

  private ObjectNode addDisk(String node) {
    ObjectNode disk = BhyveDisk.of(config, node, remarks);
    OptionalInt bootIndex = config.takeNumber(node + ".bootindex");
    if (disk.has("path")) {
      if (bootIndex.orElse(Integer.MAX_VALUE) < lowestBootIndex) {
        lowestBootIndex = bootIndex.getAsInt();
        bootDisk = disks.size();
      }
      disks.add(disk);
    } else {
      remarks.add(node + ": a disk without a path, left out");
    }
    return disk;
  }

  private void addNetwork(String node) {
    BhyveNetwork.of(config, node, remarks).ifPresent(networks::add);
  }

  private void addPort(String node) {
    String name = config.take(node + ".name").orElse("");
    String path = config.take(node + ".path").orElse("");
    if (name.isEmpty() || path.isEmpty()) {
      remarks.add(node + ": a console port without a name or a path, left out");
    } else {
      ports.addObject().put("name", name).put("connect", "unix:" + path);
    }
  }
}
