package io.jvmm.load.devicetree;

import io.jvmm.load.source.Source;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A compiled overlay: fragments of a device tree, each with the node of another tree that it
 * changes (dtc, Documentation/dt-object-internal.txt). It is applied as libfdt's {@code
 * fdt_overlay_apply} does it, to a tree whose {@code /__symbols__} gives its nodes' labels.
 *
 * <pre>
 *   fragment@0
 *     target = phandle, or target-path = "/path"
 *     __overlay__            properties that are set, children that are added or changed
 *   __fixups__               label = "/path:property:offset", … : phandles of the other tree's
 *   __local_fixups__         the overlay's own nodes again, with the offsets of its own phandles
 *   __symbols__              label = "/fragment@0/__overlay__/path"
 * </pre>
 */
public final class DeviceTreeOverlay {
  /** Larger than any overlay, and still nothing that hurts. */
  private static final long MAX_SIZE = 1 << 20;

  /** What names are made of (dtc-lexer.l, PROPNODECHAR), so that the tree has a source form. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9,._+*#?@-]+");

  private final Source source;
  private final DeviceTreeNode root;

  private DeviceTreeOverlay(Source source, DeviceTreeNode root) {
    this.source = source;
    this.root = root;
  }

  /**
   * Reads an overlay.
   *
   * @param source the blob
   * @throws ConfigurationException if it is damaged, or something else: says where
   */
  public static DeviceTreeOverlay read(Source source) {
    if (source.size() > MAX_SIZE) {
      throw source.problem(
          "has %d bytes, and an overlay has at most %d: name another file"
              .formatted(source.size(), MAX_SIZE));
    }
    FlattenedNode root = FlattenedTree.read(source).root();
    if (root.children().stream().allMatch(each -> each.child(Fragment.OVERLAY).isEmpty())) {
      throw source.problem(
          "is no overlay: none of its nodes has an __overlay__; compile it from a source with"
              + " /plugin/;");
    }
    checkNames(source, root, "");
    source.requireUnchanged();
    return new DeviceTreeOverlay(source, root.toDeviceTreeNode());
  }

  private static void checkNames(Source source, FlattenedNode node, String path) {
    for (String property : node.properties().keySet()) {
      requireName(source, property, path);
    }
    Set<String> siblings = new HashSet<>();
    for (FlattenedNode child : node.children()) {
      requireName(source, child.name(), path);
      if (!siblings.add(child.name())) {
        throw source.problem("has a second node '%s' in '%s/'".formatted(child.name(), path));
      }
      checkNames(source, child, path + "/" + child.name());
    }
  }

  private static void requireName(Source source, String name, String path) {
    if (!NAME.matcher(name).matches()) {
      throw source.problem(
          "is damaged: '%s/' has a name with characters that names do not have".formatted(path));
    }
  }

  /**
   * Applies it.
   *
   * @param base the tree; stays as it is
   * @return the tree with the changes
   * @throws ConfigurationException if it does not fit: says which of its nodes, and why
   */
  public DeviceTreeNode applyTo(DeviceTreeNode base) {
    EditableNode changed = EditableNode.of(base);
    EditableNode overlay = EditableNode.of(root);
    OverlayPhandles phandles = new OverlayPhandles(source, changed, overlay);
    phandles.resolve();
    new OverlayMerge(source, changed, overlay, phandles.ofBase()).merge();
    return changed.toNode();
  }
}
