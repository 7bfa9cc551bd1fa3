package io.jvmm.monitor.console;

import java.util.List;

/**
 * A list of which the user chooses one: what the keys do to it, and how a terminal shows it. Takes
 * the keys of ECMA-48 and VT100 terminals byte by byte: arrows up and down, an entry's number, and
 * Enter.
 */
final class ChoiceList {
  private static final byte ESCAPE = 0x1b;

  private static final String ERASE_LINE = "\033[K";
  private static final String REVERSE = "\033[7m";
  private static final String PLAIN = "\033[m";
  private static final String NEW_LINE = "\r\n";

  private final List<String> entries;
  private int selected;
  private int number; // as far as it was typed
  private KeyState state = KeyState.PLAIN_KEY;

  private enum KeyState {
    PLAIN_KEY,
    AFTER_ESCAPE,
    IN_SEQUENCE // behind CSI or SS3
  }

  /**
   * A list of which nothing was chosen yet.
   *
   * @param entries at least one, printable
   * @param selected where the user starts, from 0
   */
  ChoiceList(List<String> entries, int selected) {
    this.entries = List.copyOf(entries);
    this.selected = selected;
  }

  /** The entry that Enter would choose, from 0. */
  int selected() {
    return selected;
  }

  /** Takes one typed byte; returns whether it was the Enter that chooses. */
  boolean typed(byte key) {
    switch (state) {
      case PLAIN_KEY -> {
        return plainKey(key);
      }
      case AFTER_ESCAPE ->
          state = key == '[' || key == 'O' ? KeyState.IN_SEQUENCE : KeyState.PLAIN_KEY;
      case IN_SEQUENCE -> inSequence(key);
    }
    return false;
  }

  private boolean plainKey(byte key) {
    if (key >= '0' && key <= '9') {
      digit(key - '0');
      return false;
    }
    number = 0;
    state = key == ESCAPE ? KeyState.AFTER_ESCAPE : KeyState.PLAIN_KEY;
    return key == '\r' || key == '\n';
  }

  /**
   * A digit goes behind those before it if that makes a number of the list, and else starts one.
   */
  private void digit(int digit) {
    number = number * 10 + digit;
    if (number > entries.size()) {
      number = digit;
    }
    if (number >= 1 && number <= entries.size()) {
      selected = number - 1;
    }
  }

  private void inSequence(byte key) {
    switch (key) {
      case 'A' -> selected = Math.max(selected - 1, 0);
      case 'B' -> selected = Math.min(selected + 1, entries.size() - 1);
      default -> {
        if (key < '@') {
          return; // a parameter: the sequence goes on
        }
      }
    }
    state = KeyState.PLAIN_KEY;
  }

  /** How many lines it has on a screen of so many rows, a line for the prompt counted. */
  int height(int rows) {
    return Math.min(entries.size() + 1, Math.max(rows - 1, 2));
  }

  /**
   * What shows it, from the start of its first line to the end of the prompt: the part of the list
   * around the selected entry, if not all fits.
   *
   * @param prompt the line below the list
   */
  String draw(Terminal.Size screen, String prompt) {
    int lines = height(screen.rows()) - 1;
    int first = Math.clamp(selected - lines / 2, 0, entries.size() - lines);
    StringBuilder text = new StringBuilder();
    for (int i = first; i < first + lines; i++) {
      String line = cut("%3d  %s".formatted(i + 1, entries.get(i)), screen.columns());
      text.append(i == selected ? REVERSE + line + PLAIN : line).append(ERASE_LINE + NEW_LINE);
    }
    return text.append(cut(prompt, screen.columns())).append(ERASE_LINE).toString();
  }

  /** What brings the cursor from the end of a drawing back to its start. */
  String rewind(int rows) {
    return "\r\033[%dA".formatted(height(rows) - 1);
  }

  /** A terminal's last column stays free: some go to the next line when it is written. */
  private static String cut(String line, int columns) {
    return line.length() < columns ? line : line.substring(0, Math.max(columns - 1, 0));
  }
}
