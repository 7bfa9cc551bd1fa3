package io.jvmm.load.devicetree;

import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A node of a flattened device tree.
 *
 * @param name its name with its unit address; the root's is empty
 * @param properties the values, as parts of the blob, in its order
 * @param children its children in the blob's order
 */
public record FlattenedNode(
    String name, SequencedMap<String, Source> properties, List<FlattenedNode> children) {
  /** The most that a value is taken into memory of. */
  private static final int MAX_VALUE = 64 << 10;

  /** The child of that name. */
  public Optional<FlattenedNode> child(String childName) {
    return children.stream().filter(each -> each.name.equals(childName)).findFirst();
  }

  /** A property's value, where it is. */
  public Optional<Source> property(String property) {
    return Optional.ofNullable(properties.get(property));
  }

  /** A property's value in memory. */
  public Optional<byte[]> bytes(String property) {
    return property(property).map(FlattenedNode::inMemory);
  }

  /** A property that is a list of strings; empty if it is not there. */
  public List<String> strings(String property) {
    return bytes(property)
        .map(value -> Arrays.asList(new String(value, StandardCharsets.UTF_8).split("\0", -1)))
        .map(list -> list.subList(0, list.size() - 1))
        .orElse(List.of());
  }

  /** A property that is a string, or the first of a list of them. */
  public Optional<String> string(String property) {
    return strings(property).stream().findFirst();
  }

  /** A property that is a number of one or two cells. */
  public Optional<Long> number(String property) {
    return bytes(property)
        .flatMap(
            value ->
                switch (value.length) {
                  case Integer.BYTES ->
                      Optional.of(Integer.toUnsignedLong(ByteBuffer.wrap(value).getInt()));
                  case Long.BYTES -> Optional.of(ByteBuffer.wrap(value).getLong());
                  default -> Optional.empty();
                });
  }

  /**
   * The node as a value, with everything in memory.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if a value is too large for that
   */
  public DeviceTreeNode toDeviceTreeNode() {
    DeviceTreeNode.Builder node = DeviceTreeNode.named(name);
    properties.forEach((property, value) -> node.bytes(property, inMemory(value)));
    children.forEach(child -> node.child(child.toDeviceTreeNode()));
    return node.build();
  }

  private static byte[] inMemory(Source value) {
    if (value.size() > MAX_VALUE) {
      throw value.problem(
          "is a device tree with a value of "
              + value.size()
              + " bytes, where at most "
              + MAX_VALUE
              + " make sense");
    }
    return SourceReader.structure(value, "device tree value", 0, (int) value.size());
  }
}
