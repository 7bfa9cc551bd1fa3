package io.jvmm.load.devicetree;

import io.jvmm.load.source.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads a structure block: BEGIN_NODE name, properties, children, END_NODE, and END behind the root
 * (Devicetree Specification v0.4, 5.4).
 */
final class StructureReader {
  private static final int BEGIN_NODE = 1;
  private static final int END_NODE = 2;
  private static final int PROP = 3;
  private static final int NOP = 4;
  private static final int END = 9;

  /** Deeper and larger than any tree, and still nothing that hurts. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_ITEMS = 100_000;
  private static final int MAX_NAME = 255;

  private final CellReader cells;
  private final byte[] strings;
  private int items;

  StructureReader(CellReader cells, byte[] strings) {
    this.cells = cells;
    this.strings = strings;
  }

  FlattenedNode root() {
    require(token() == BEGIN_NODE, "there is no root node");
    FlattenedNode root = node(0);
    require(token() == END, "something follows the root node");
    return root;
  }

  private FlattenedNode node(int depth) {
    require(depth < MAX_DEPTH, "nodes are more than " + MAX_DEPTH + " deep");
    String name = cells.text(MAX_NAME);
    SequencedMap<String, Source> properties = new LinkedHashMap<>();
    List<FlattenedNode> children = new ArrayList<>();
    int token;
    while ((token = token()) != END_NODE) {
      countItem();
      if (token == PROP) {
        property(properties);
      } else {
        require(token == BEGIN_NODE, "there is a token " + token);
        children.add(node(depth + 1));
      }
    }
    return new FlattenedNode(name, properties, children);
  }

  private void property(SequencedMap<String, Source> properties) {
    long size = Integer.toUnsignedLong(cells.next());
    String name = string(Integer.toUnsignedLong(cells.next()));
    require(properties.putIfAbsent(name, cells.bytes(size)) == null, "a second " + name);
  }

  private String string(long offset) {
    int end = (int) Math.min(offset, strings.length);
    while (end < strings.length && strings[end] != 0) {
      end++;
    }
    require(end < strings.length, "a property's name is outside the strings");
    require(end - offset <= MAX_NAME, "a property's name is longer than " + MAX_NAME);
    return new String(strings, (int) offset, end - (int) offset, StandardCharsets.US_ASCII);
  }

  private int token() {
    int token;
    while ((token = cells.next()) == NOP) {
      countItem();
    }
    return token;
  }

  private void countItem() {
    require(++items <= MAX_ITEMS, "more than " + MAX_ITEMS + " nodes and properties");
  }

  private void require(boolean condition, String text) {
    if (!condition) {
      throw cells.problem("before offset 0x%x, ".formatted(cells.position()) + text);
    }
  }
}
