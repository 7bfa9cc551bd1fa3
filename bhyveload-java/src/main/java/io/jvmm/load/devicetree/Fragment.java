package io.jvmm.load.devicetree;

import io.jvmm.load.source.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of an overlay: a node, and what is to be changed under it.
 *
 * @param node the fragment itself
 * @param content what is to be changed
 */
record Fragment(EditableNode node, EditableNode content) {
  /** The name of the node with the content. */
  static final String OVERLAY = "__overlay__";

  /** The fragments of an overlay; nodes of other kinds are none of them. */
  static List<Fragment> of(EditableNode overlay) {
    List<Fragment> fragments = new ArrayList<>();
    for (EditableNode node : overlay.children()) {
      node.child(OVERLAY).ifPresent(content -> fragments.add(new Fragment(node, content)));
    }
    return fragments;
  }

  /**
   * The node that it changes; empty if that is not there (yet).
   *
   * @param base the tree
   * @param byPhandle its nodes
   * @throws io.jvmm.vmm.error.ConfigurationException if it does not say which
   */
  Optional<EditableNode> target(
      EditableNode base, Map<Integer, EditableNode> byPhandle, Source source) {
    byte[] phandle = node.properties().get("target");
    if (phandle != null && phandle.length == Integer.BYTES) {
      return Optional.ofNullable(byPhandle.get(ByteBuffer.wrap(phandle).getInt()));
    }
    byte[] path = node.properties().get("target-path");
    if (phandle != null || path == null) {
      throw source.problem(
          "has a '%s' with neither a target nor a target-path that makes sense"
              .formatted(node.path()));
    }
    return base.at(text(path));
  }

  /** What it changes, in words. */
  String wanted() {
    byte[] path = node.properties().get("target-path");
    return path == null ? "its target" : "'" + text(path) + "'";
  }

  /** A value that is a string; anything behind its NUL does not count. */
  static String text(byte[] value) {
    String all = new String(value, StandardCharsets.US_ASCII);
    int end = all.indexOf('\0');
    return end < 0 ? all : all.substring(0, end);
  }
}
