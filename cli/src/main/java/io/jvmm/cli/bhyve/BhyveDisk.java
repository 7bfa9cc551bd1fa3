package io.jvmm.cli.bhyve;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A disk: the settings of block devices of bhyve_config(5). */
final class BhyveDisk {
  private static final Predicate<String> SERIAL = Pattern.compile("[!-~]{1,20}").asMatchPredicate();

  private BhyveDisk() {}

  /**
   * As a specification has it; without a path where the node has none.
   *
   * @param remarks gets what is not as it was
   */
  static ObjectNode of(BhyveConfig config, String node, List<String> remarks) {
    ObjectNode disk = JsonNodeFactory.instance.objectNode();
    config
        .take(node + ".path")
        .ifPresent(path -> disk.put("path", path).put("format", "raw")); // bhyve knows no other
    if (config.takeFlag(node + ".ro")) {
      disk.put("readOnly", true);
    }
    if (config.takeFlag(node + ".nocache")) {
      disk.put("cache", "none");
    }
    config.take(node + ".sectorsize").ifPresent(size -> addBlockSize(disk, node, size, remarks));
    config.take(node + ".ser").ifPresent(serial -> addSerial(disk, node, serial, remarks));
    for (String sync : List.of(".sync", ".direct")) {
      if (config.takeFlag(node + sync)) {
        remarks.add(node + sync + "=true: left out; what the guest flushes is durable");
      }
    }
    return disk;
  }

  private static void addBlockSize(
      ObjectNode disk, String node, String size, List<String> remarks) {
    switch (size.replaceFirst("/.*", "")) {
      case "512" -> {} // as usual
      case "4096" -> disk.put("blockSize", 4096);
      default ->
          remarks.add("%s.sectorsize=%s: left out; 512 or 4096 can be had".formatted(node, size));
    }
  }

  private static void addSerial(ObjectNode disk, String node, String serial, List<String> remarks) {
    if (SERIAL.test(serial)) {
      disk.put("serial", serial);
    } else {
      remarks.add(
          "%s.ser=%s: left out; 1 to 20 printable characters can be had".formatted(node, serial));
    }
  }
}
