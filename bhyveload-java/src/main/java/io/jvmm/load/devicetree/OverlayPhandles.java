package io.jvmm.load.devicetree;

import io.jvmm.load.source.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes an overlay's phandles fit a tree, before the two become one: its own numbers move behind
 * the tree's, what refers to them follows, and what refers to a label gets that node's number.
 */
final class OverlayPhandles {
  private static final Pattern FIXUP = Pattern.compile("(/[^:]*):([^:]+):([0-9]{1,9})");

  private static final long MAX_PHANDLE = 0xffff_fffeL;
  private static final int SHOWN_LABELS = 40;

  private final Source source;
  private final EditableNode base;
  private final EditableNode overlay;
  private final Map<Integer, EditableNode> ofBase = new HashMap<>();
  private long highest;

  OverlayPhandles(Source source, EditableNode base, EditableNode overlay) {
    this.source = source;
    this.base = base;
    this.overlay = overlay;
    index(base);
  }

  private void index(EditableNode node) {
    int phandle = node.phandle();
    if (phandle != 0) {
      ofBase.put(phandle, node);
      highest = Math.max(highest, Integer.toUnsignedLong(phandle));
    }
    node.children().forEach(this::index);
  }

  /** The tree's nodes by their phandles. */
  Map<Integer, EditableNode> ofBase() {
    return ofBase;
  }

  void resolve() {
    int delta = (int) highest;
    renumber(overlay, delta);
    Optional<EditableNode> own = overlay.child("__local_fixups__");
    own.ifPresent(fixups -> forEachOwn(fixups, overlay, cell -> cell + delta));
    overlay.child("__fixups__").ifPresent(fixups -> fixups.properties().forEach(this::resolve));
    Map<Integer, Integer> kept = keepNumbersOfBase();
    own.ifPresent(fixups -> forEachOwn(fixups, overlay, cell -> kept.getOrDefault(cell, cell)));
  }

  private void renumber(EditableNode node, int delta) {
    renumber(node, EditableNode.PHANDLE, delta);
    renumber(node, EditableNode.OLD_PHANDLE, delta);
    node.children().forEach(child -> renumber(child, delta));
  }

  private void renumber(EditableNode node, String property, int delta) {
    byte[] value = node.properties().get(property);
    if (value == null) {
      return;
    }
    if (value.length != Integer.BYTES) {
      throw source.problem(
          "is damaged: the %s of '%s' has %d bytes, not 4"
              .formatted(property, node.path(), value.length));
    }
    ByteBuffer cell = ByteBuffer.wrap(value);
    long moved = Integer.toUnsignedLong(cell.getInt(0)) + Integer.toUnsignedLong(delta);
    if (moved > MAX_PHANDLE) {
      throw source.problem(
          "is damaged: the %s of '%s' is larger than makes sense".formatted(property, node.path()));
    }
    cell.putInt(0, (int) moved);
    highest = Math.max(highest, moved);
  }

  /** What becomes of a phandle. */
  @FunctionalInterface
  private interface Change {
    int of(int phandle);
  }

  /** Changes each place where the overlay refers to a node of its own. */
  private void forEachOwn(EditableNode fixups, EditableNode node, Change change) {
    fixups
        .properties()
        .forEach(
            (property, offsets) -> {
              if (offsets.length % Integer.BYTES != 0) {
                throw source.problem("is damaged: '%s' is no list".formatted(fixups.path()));
              }
              ByteBuffer list = ByteBuffer.wrap(offsets);
              while (list.hasRemaining()) {
                long at = Integer.toUnsignedLong(list.getInt());
                ByteBuffer value = place(node, property, at, fixups.path());
                value.putInt((int) at, change.of(value.getInt((int) at)));
              }
            });
    for (EditableNode child : fixups.children()) {
      EditableNode same =
          node.child(child.name()).orElseThrow(() -> missing(child.path(), child.name()));
      forEachOwn(child, same, change);
    }
  }

  /** A property's value, which has four bytes at {@code at}. */
  private ByteBuffer place(EditableNode node, String property, long at, String from) {
    byte[] value = node.properties().get(property);
    if (value == null || at + Integer.BYTES > value.length) {
      throw missing(from, "'%s' with 4 bytes at %d".formatted(property, at));
    }
    return ByteBuffer.wrap(value);
  }

  private RuntimeException missing(String from, String what) {
    return source.problem(
        "is damaged: '%s' speaks of %s, which is not there; compile it again"
            .formatted(from, what));
  }

  /** Gives every place that refers to a label of the tree that node's phandle. */
  private void resolve(String label, byte[] places) {
    int phandle = phandleOf(labelled(label));
    String list = new String(places, StandardCharsets.US_ASCII);
    if (!list.endsWith("\0")) {
      throw source.problem("is damaged: '/__fixups__' has no text for '%s'".formatted(label));
    }
    for (String each : list.substring(0, list.length() - 1).split("\0", -1)) {
      Matcher fixup = FIXUP.matcher(each);
      if (!fixup.matches()) {
        throw source.problem("is damaged: '/__fixups__' has no place for '%s'".formatted(label));
      }
      EditableNode node =
          overlay.at(fixup.group(1)).orElseThrow(() -> missing("/__fixups__", fixup.group(1)));
      int at = Integer.parseInt(fixup.group(3));
      place(node, fixup.group(2), at, "/__fixups__").putInt(at, phandle);
    }
  }

  private EditableNode labelled(String label) {
    return base.child(OverlayMerge.SYMBOLS)
        .flatMap(symbols -> Optional.ofNullable(symbols.properties().get(label)))
        .flatMap(path -> base.at(Fragment.text(path)))
        .orElseThrow(() -> unknown(label));
  }

  private RuntimeException unknown(String label) {
    String known =
        base.child(OverlayMerge.SYMBOLS)
            .map(symbols -> labels(symbols.properties().sequencedKeySet()))
            .orElse("none");
    return source.problem(
        "refers to the label '%s', which this machine has not got; it has: %s"
            .formatted(label, known));
  }

  private static String labels(Collection<String> all) {
    String some = all.stream().limit(SHOWN_LABELS).collect(Collectors.joining(", "));
    return all.size() > SHOWN_LABELS ? some + ", …" : some;
  }

  /** A node's phandle, given to it where it has none. */
  private int phandleOf(EditableNode node) {
    if (node.phandle() == 0) {
      if (++highest > MAX_PHANDLE) {
        throw source.problem("is damaged: it leaves no phandle for '%s'".formatted(node.path()));
      }
      byte[] cell = ByteBuffer.allocate(Integer.BYTES).putInt((int) highest).array();
      node.properties().put(EditableNode.PHANDLE, cell);
      ofBase.put((int) highest, node);
    }
    return node.phandle();
  }

  /**
   * A node of the tree keeps its number when the overlay has another for it.
   *
   * @return the overlay's numbers, and the tree's in their place
   */
  private Map<Integer, Integer> keepNumbersOfBase() {
    Map<Integer, Integer> kept = new HashMap<>();
    for (Fragment fragment : Fragment.of(overlay)) {
      fragment
          .target(base, ofBase, source)
          .ifPresent(target -> keepNumber(target, fragment.content(), kept));
    }
    return kept;
  }

  private static void keepNumber(
      EditableNode of, EditableNode instead, Map<Integer, Integer> kept) {
    int phandle = of.phandle();
    int other = instead.phandle();
    if (phandle != 0 && other != 0) {
      kept.put(other, phandle);
      byte[] cell = ByteBuffer.allocate(Integer.BYTES).putInt(phandle).array();
      instead.properties().computeIfPresent(EditableNode.PHANDLE, (_, _) -> cell);
      instead.properties().computeIfPresent(EditableNode.OLD_PHANDLE, (_, _) -> cell.clone());
    }
    for (EditableNode child : instead.children()) {
      of.child(child.name()).ifPresent(same -> keepNumber(same, child, kept));
    }
  }
}
