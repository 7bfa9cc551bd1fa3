package io.jvmm.load.devicetree;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A device-tree node that can be changed. Names of siblings differ. */
final class EditableNode {
  /** What a node is referred to by: a number other than 0 and -1. */
  static final String PHANDLE = "phandle";

  /** The same in trees of old. */
  static final String OLD_PHANDLE = "linux,phandle";

  private final String name;
  private final @Nullable EditableNode parent;
  private final SequencedMap<String, byte[]> properties = new LinkedHashMap<>();
  private final SequencedMap<String, EditableNode> children = new LinkedHashMap<>();
  private final Map<String, EditableNode> firstOfKind = new HashMap<>(); // without unit address

  private EditableNode(String name, @Nullable EditableNode parent) {
    this.name = name;
    this.parent = parent;
  }

  /** A tree to be changed; of siblings with the same name only the last is taken. */
  static EditableNode of(DeviceTreeNode root) {
    return copy(root, null);
  }

  private static EditableNode copy(DeviceTreeNode from, @Nullable EditableNode parent) {
    EditableNode node = new EditableNode(from.name(), parent);
    from.properties().forEach((property, value) -> node.properties.put(property, value.clone()));
    from.children().forEach(child -> node.put(copy(child, node)));
    return node;
  }

  private void put(EditableNode child) {
    children.put(child.name, child);
    firstOfKind.putIfAbsent(kind(child.name), child);
  }

  private static String kind(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  String name() {
    return name;
  }

  /** The values may be changed in place. */
  SequencedMap<String, byte[]> properties() {
    return properties;
  }

  SequencedCollection<EditableNode> children() {
    return children.sequencedValues();
  }

  /** The child of that name; a name without a unit address means the first that has one. */
  Optional<EditableNode> child(String childName) {
    EditableNode exact = children.get(childName);
    return exact != null ? Optional.of(exact) : Optional.ofNullable(firstOfKind.get(childName));
  }

  /** The child of that name, made where there is none. */
  EditableNode childOrNew(String childName) {
    return child(childName)
        .orElseGet(
            () -> {
              EditableNode made = new EditableNode(childName, this);
              put(made);
              return made;
            });
  }

  /** The node of a path from here, such as {@code /a/b}; {@code /} is this one. */
  Optional<EditableNode> at(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    Optional<EditableNode> node = Optional.of(this);
    int start = 1;
    while (start < path.length() && node.isPresent()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      node = node.get().child(path.substring(start, end));
      start = end + 1;
    }
    return node;
  }

  /** Its path from the root. */
  String path() {
    if (parent == null) {
      return "/";
    }
    Deque<String> names = new ArrayDeque<>();
    for (EditableNode node = this; node.parent != null; node = node.parent) {
      names.push(node.name);
    }
    return "/" + String.join("/", names);
  }

  /** Its phandle; 0 if it has none that makes sense. */
  int phandle() {
    int number = cell(PHANDLE);
    return number != 0 ? number : cell(OLD_PHANDLE);
  }

  private int cell(String property) {
    byte[] value = properties.get(property);
    boolean isCell = value != null && value.length == Integer.BYTES;
    int number = isCell ? ByteBuffer.wrap(value).getInt() : 0;
    return number == -1 ? 0 : number;
  }

  DeviceTreeNode toNode() {
    DeviceTreeNode.Builder node = DeviceTreeNode.named(name);
    properties.forEach(node::bytes);
    children.values().forEach(child -> node.child(child.toNode()));
    return node.build();
  }
}
