package io.jvmm.load.disk.grub;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An item of a menu, evaluated.
 *
 * @param entry what it starts; none for a submenu, and for what starts no kernel
 * @param children what it has in it, if it is a submenu
 */
record MenuNode(String title, String id, Optional<GrubEntry> entry, List<MenuNode> children) {
  /** The entries of this item, in their order. */
  Stream<GrubEntry> entries() {
    return Stream.concat(entry.stream(), children.stream().flatMap(MenuNode::entries));
  }

  /**
   * What the variable {@code default} names: an item by its id, title or place from 0, and in a
   * submenu another behind {@code >}; a submenu by itself stands for its first entry.
   */
  static Optional<GrubEntry> named(List<MenuNode> nodes, String name) {
    int separator = name.indexOf('>');
    String first = separator < 0 ? name : name.substring(0, separator);
    Optional<MenuNode> node = item(nodes, first.strip());
    return separator < 0
        ? node.flatMap(found -> found.entries().findFirst())
        : node.flatMap(found -> named(found.children(), name.substring(separator + 1)));
  }

  private static Optional<MenuNode> item(List<MenuNode> nodes, String name) {
    Optional<MenuNode> named =
        nodes.stream().filter(node -> node.id.equals(name) || node.title.equals(name)).findFirst();
    if (named.isPresent() || !name.matches("[0-9]{1,4}")) {
      return named;
    }
    int place = Integer.parseInt(name);
    return place < nodes.size() ? Optional.of(nodes.get(place)) : Optional.empty();
  }
}
