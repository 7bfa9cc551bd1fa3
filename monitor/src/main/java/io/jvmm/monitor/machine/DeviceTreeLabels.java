package io.jvmm.monitor.machine;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The labels that overlays know the machine's nodes by. A label is the node's name without its unit
 * address, but where custom has another; of what there may be several, each has a number: {@code
 * cpu0}, {@code serial0}, {@code virtio0} and so on, in the tree's order.
 *
 * @param byPath the labels, by their nodes' paths
 */
record DeviceTreeLabels(SequencedMap<String, String> byPath) {
  private static final String SYMBOLS = "__symbols__";

  /** By the name of the node, without its unit address. */
  private static final Map<String, String> CUSTOMARY =
      Map.of(
          "interrupt-controller", "gic",
          "msi-controller", "its",
          "console", "bvmcons",
          "apb-pclk", "clk24mhz");

  private static final Map<String, String> NUMBERED =
      Map.of("cpu", "cpu", "gpio", "gpio", "serial", "serial", "virtio_mmio", "virtio");

  /** The labels of a tree's nodes; of two that would have the same the first has it. */
  static DeviceTreeLabels of(DeviceTreeNode root) {
    SequencedMap<String, String> paths = new LinkedHashMap<>();
    collect(root, "", paths, new HashMap<>());
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    paths.forEach((label, path) -> labels.put(path, label));
    return new DeviceTreeLabels(labels);
  }

  private static void collect(
      DeviceTreeNode node,
      String path,
      SequencedMap<String, String> paths,
      Map<String, Integer> counts) {
    for (DeviceTreeNode child : node.children()) {
      if (child.name().equals(SYMBOLS)) {
        continue;
      }
      String childPath = path + "/" + child.name();
      paths.putIfAbsent(label(child.name(), counts), childPath);
      collect(child, childPath, paths, counts);
    }
  }

  private static String label(String name, Map<String, Integer> counts) {
    int at = name.indexOf('@');
    String kind = at < 0 ? name : name.substring(0, at);
    String numbered = NUMBERED.get(kind);
    return numbered == null
        ? CUSTOMARY.getOrDefault(kind, kind.replaceAll("[^A-Za-z0-9_]|^(?=[0-9])", "_"))
        : numbered + (counts.merge(kind, 1, Integer::sum) - 1);
  }

  /** The label of a node, or its path. */
  String of(String path) {
    return byPath.getOrDefault(path, path);
  }

  /** A tree with the labels for its guest, and for overlays. */
  DeviceTreeNode addTo(DeviceTreeNode root) {
    DeviceTreeNode.Builder symbols = DeviceTreeNode.named(SYMBOLS);
    byPath.forEach((path, label) -> symbols.strings(label, path));
    DeviceTreeNode.Builder labelled = DeviceTreeNode.named(root.name());
    root.properties().forEach(labelled::bytes);
    root.children().forEach(labelled::child);
    return labelled.child(symbols.build()).build();
  }
}
