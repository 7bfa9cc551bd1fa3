package io.jvmm.load.devicetree;

import io.jvmm.load.source.Source;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts an overlay's fragments, and its labels, into a tree that its phandles fit already. */
final class OverlayMerge {
  /** The node with the paths of labelled nodes. */
  static final String SYMBOLS = "__symbols__";

  private static final Pattern OWN_SYMBOL =
      Pattern.compile("/([^/]+)/" + Fragment.OVERLAY + "(/.*)?");

  /** Overlays on overlays could nest without end. */
  private static final int MAX_DEPTH = 64;

  /** More than the labels of any tree take. */
  private static final int MAX_SYMBOLS = 1 << 18;

  private final Source source;
  private final EditableNode base;
  private final EditableNode overlay;
  private final Map<Integer, EditableNode> byPhandle;
  private final Map<EditableNode, EditableNode> targets = new HashMap<>(); // by fragment

  OverlayMerge(
      Source source,
      EditableNode base,
      EditableNode overlay,
      Map<Integer, EditableNode> byPhandle) {
    this.source = source;
    this.base = base;
    this.overlay = overlay;
    this.byPhandle = byPhandle;
  }

  void merge() {
    for (Fragment fragment : Fragment.of(overlay)) {
      EditableNode target =
          fragment.target(base, byPhandle, source).orElseThrow(() -> noTarget(fragment));
      targets.put(fragment.node(), target);
      put(fragment.content(), target, depth(target));
    }
    overlay.child(SYMBOLS).ifPresent(this::addSymbols);
  }

  private RuntimeException noTarget(Fragment fragment) {
    return source.problem(
        "has '%s' for a node that this machine's tree has not got: %s"
            .formatted(fragment.node().path(), fragment.wanted()));
  }

  private static int depth(EditableNode node) {
    return (int) node.path().chars().filter(each -> each == '/').count();
  }

  private void put(EditableNode from, EditableNode to, int depth) {
    if (depth > MAX_DEPTH) {
      throw source.problem(
          "puts nodes more than %d deep into the tree: '%s'".formatted(MAX_DEPTH, to.path()));
    }
    to.properties().putAll(from.properties());
    if (to.phandle() != 0) {
      byPhandle.put(to.phandle(), to);
    }
    for (EditableNode child : from.children()) {
      put(child, to.childOrNew(child.name()), depth + 1);
    }
  }

  /** The overlay's labels for later overlays; those of nodes that stay behind mean nothing. */
  private void addSymbols(EditableNode symbols) {
    EditableNode all = base.childOrNew(SYMBOLS);
    int size = 0;
    for (Map.Entry<String, byte[]> symbol : symbols.properties().entrySet()) {
      Matcher path = OWN_SYMBOL.matcher(Fragment.text(symbol.getValue()));
      EditableNode target =
          path.matches() ? overlay.child(path.group(1)).map(targets::get).orElse(null) : null;
      if (target == null) {
        continue;
      }
      String text = place(target, path.group(2)) + "\0";
      all.properties().put(symbol.getKey(), text.getBytes(StandardCharsets.US_ASCII));
      size += text.length();
      if (size > MAX_SYMBOLS) {
        throw source.problem("has labels of more than %d bytes together".formatted(MAX_SYMBOLS));
      }
    }
  }

  private static String place(EditableNode target, @Nullable String under) {
    String path = target.path();
    String rest = under == null ? "" : under;
    return path.equals("/") && !rest.isEmpty() ? rest : path + rest;
  }
}
