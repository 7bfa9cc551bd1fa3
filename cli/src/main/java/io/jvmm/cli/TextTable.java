package io.jvmm.cli;

import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as what is in them, two spaces between. */
final class TextTable {
  private final List<String[]> rows = new ArrayList<>();

  /** A table with nothing below its head. */
  TextTable(String... head) {
    rows.add(head);
  }

  /** Adds a row of as many cells as the head has. */
  void row(String... cells) {
    rows.add(cells);
  }

  /** All of it. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        line.append(row[column]).repeat(' ', width(column) - row[column].length() + 2);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }
}
