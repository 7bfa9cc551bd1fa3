package io.jvmm.load.devicetree;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes a device tree as source (Devicetree Specification v0.4, chapter 6): what people read, and
 * {@code dtc} compiles to the same tree again.
 *
 * <p>A tree does not say of what type a value is. As {@code dtc} does, what looks like text is
 * written as text, otherwise cells if it has a whole number of them, and bytes if not.
 */
public final class DeviceTreeSource {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final char FIRST_PRINTABLE = 0x20;
  private static final char LAST_PRINTABLE = 0x7e;

  private final StringBuilder text = new StringBuilder("/dts-v1/;\n\n");
  private final Map<String, String> labels;

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
    source.node(root, "", "");
    return source.text.toString();
  }

  private void node(DeviceTreeNode node, String path, String indent) {
    String label = labels.get(path);
    text.append(indent).append(label == null ? "" : label + ": ");
    text.append(path.isEmpty() ? "/" : node.name()).append(" {\n");
    String inner = indent + "\t";
    node.properties()
        .forEach(
            (name, value) -> text.append(inner).append(name).append(value(value)).append('\n'));
    for (DeviceTreeNode child : node.children()) {
      text.append('\n');
      node(child, path + "/" + child.name(), inner);
    }
    text.append(indent).append("};\n");
  }

  private static String value(byte[] value) {
    if (value.length == 0) {
      return ";";
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

  private static String cells(byte[] value) {
    StringJoiner list = new StringJoiner(" ");
    ByteBuffer cells = ByteBuffer.wrap(value);
    while (cells.hasRemaining()) {
      list.add("0x%02x".formatted(cells.getInt()));
    }
    return list.toString();
  }
}
