package io.jvmm.load.devicetree;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Writes a device tree as source (Devicetree Specification v0.4, chapter 6): what people read, and
 * {@code dtc} compiles to the same tree again.
 *
 * <p>A tree does not say of what type a value is. As {@code dtc} does, what looks like text is
 * written as text, otherwise cells if it has a whole number of them, and bytes if not. Where a cell
 * is known to be the phandle of a node that has a label, the label is written.
 */
public final class DeviceTreeSource {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final char FIRST_PRINTABLE = 0x20;
  private static final char LAST_PRINTABLE = 0x7e;

  /**
   * Properties that are lists of a phandle and so many cells as its node says in the property named
   * here; none where the name is empty. dtc checks them as such.
   */
  private static final Map<String, String> REFERENCES =
      Map.of(
          "interrupt-parent",
          "",
          "clocks",
          "#clock-cells",
          "gpios",
          "#gpio-cells",
          "msi-parent",
          "#msi-cells");

  /** What a cell can refer to: a label, and the node that has it. */
  private record Labelled(String label, DeviceTreeNode node) {}

  private final StringBuilder text = new StringBuilder("/dts-v1/;\n\n");
  private final Map<String, String> labels;
  private final Map<Integer, Labelled> byPhandle = new HashMap<>();

  private DeviceTreeSource(Map<String, String> labels) {
    this.labels = labels;
  }

  /**
   * The source of the tree under {@code root}, whose name is empty.
   *
   * @param labels labels of nodes, by the nodes' paths
   */
  public static String of(DeviceTreeNode root, Map<String, String> labels) {
    DeviceTreeSource source = new DeviceTreeSource(labels);
    source.index(root, "");
    source.node(root, "", "");
    return source.text.toString();
  }

  private void index(DeviceTreeNode node, String path) {
    String label = labels.get(path);
    OptionalInt phandle = cell(node, "phandle");
    if (label != null && phandle.isPresent()) {
      byPhandle.put(phandle.getAsInt(), new Labelled(label, node));
    }
    node.children().forEach(child -> index(child, path + "/" + child.name()));
  }

  private static OptionalInt cell(DeviceTreeNode node, String property) {
    byte[] value = node.properties().get(property);
    return value != null && value.length == Integer.BYTES
        ? OptionalInt.of(ByteBuffer.wrap(value).getInt())
        : OptionalInt.empty();
  }

  private void node(DeviceTreeNode node, String path, String indent) {
    String label = labels.get(path);
    text.append(indent).append(label == null ? "" : label + ": ");
    text.append(path.isEmpty() ? "/" : node.name()).append(" {\n");
    String inner = indent + "\t";
    node.properties()
        .forEach(
            (name, value) ->
                text.append(inner).append(name).append(value(name, value)).append('\n'));
    for (DeviceTreeNode child : node.children()) {
      text.append('\n');
      node(child, path + "/" + child.name(), inner);
    }
    text.append(indent).append("};\n");
  }

  private String value(String name, byte[] value) {
    if (value.length == 0) {
      return ";";
    }
    String cellsOfTarget = REFERENCES.get(name);
    if (cellsOfTarget != null && value.length % Integer.BYTES == 0) {
      return " = <" + references(value, cellsOfTarget) + ">;";
    }
    if (isText(value)) {
      return " = " + strings(value) + ";";
    }
    return value.length % Integer.BYTES == 0
        ? " = <" + cells(value) + ">;"
        : " = [" + HEX.formatHex(value) + "];";
  }

  /** Whether it is printable strings, each ended by NUL, none empty unless it is the only one. */
  private static boolean isText(byte[] value) {
    if (value[value.length - 1] != 0) {
      return false;
    }
    for (int i = 0; i < value.length; i++) {
      boolean endsNothing = value[i] == 0 && value.length > 1 && (i == 0 || value[i - 1] == 0);
      boolean unprintable =
          value[i] != 0 && (value[i] < FIRST_PRINTABLE || value[i] > LAST_PRINTABLE);
      if (endsNothing || unprintable) {
        return false;
      }
    }
    return true;
  }

  private static String strings(byte[] value) {
    String all = new String(value, 0, value.length - 1, StandardCharsets.US_ASCII);
    StringJoiner list = new StringJoiner(", ");
    for (String each : all.split("\0", -1)) {
      list.add("\"" + each.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    return list.toString();
  }

  /** References, each with the cells that belong to it; numbers from the first unknown one on. */
  private String references(byte[] value, String cellsOfTarget) {
    StringJoiner list = new StringJoiner(" ");
    ByteBuffer cells = ByteBuffer.wrap(value);
    while (cells.hasRemaining()) {
      int cell = cells.getInt();
      Labelled target = byPhandle.get(cell);
      if (target == null) {
        list.add(hex(cell));
        cells(cells, cells.remaining() / Integer.BYTES, list);
      } else {
        list.add("&" + target.label());
        cells(cells, cell(target.node(), cellsOfTarget).orElse(0), list);
      }
    }
    return list.toString();
  }

  private static String cells(byte[] value) {
    StringJoiner list = new StringJoiner(" ");
    cells(ByteBuffer.wrap(value), value.length / Integer.BYTES, list);
    return list.toString();
  }

  private static void cells(ByteBuffer cells, int count, StringJoiner list) {
    for (int i = 0; i < count && cells.hasRemaining(); i++) {
      list.add(hex(cells.getInt()));
    }
  }

  private static String hex(int cell) {
    return "0x%02x".formatted(cell);
  }
}
