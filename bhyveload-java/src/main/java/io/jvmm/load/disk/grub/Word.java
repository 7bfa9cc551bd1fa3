package io.jvmm.load.disk.grub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A word of a script, before its variables are replaced.
 *
 * @param parts in their order
 */
record Word(List<Part> parts) {
  /** A piece of a word. */
  sealed interface Part {}

  /**
   * Text as it is.
   *
   * @param quoted whether any of it was in quotes or behind a backslash: then it is no keyword
   */
  record Text(String text, boolean quoted) implements Part {}

  /**
   * A variable.
   *
   * @param quoted whether its value stays one word even if it has blanks
   */
  record Variable(String name, boolean quoted) implements Part {}

  /** The word if it is a plain one, as keywords are; empty otherwise. */
  String keyword() {
    return parts.size() == 1
            && parts.getFirst() instanceof Text(String text, boolean quoted)
            && !quoted
        ? text
        : "";
  }

  /**
   * What it becomes: no word at all if it is made of empty variables only, and several if a
   * variable that is not quoted has blanks.
   */
  List<String> expand(UnaryOperator<String> variables) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean exists = false;
    for (Part part : parts) {
      String value =
          switch (part) {
            case Text text -> text.text();
            case Variable variable -> variables.apply(variable.name());
          };
      if (part instanceof Variable(_, boolean quoted) && !quoted) {
        exists = split(value, word, exists, words);
      } else {
        word.append(value);
        exists = true;
      }
    }
    if (exists) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean split(
      String value, StringBuilder word, boolean exists, List<String> words) {
    boolean started = exists;
    for (int i = 0; i < value.length(); i++) {
      if (!Character.isWhitespace(value.charAt(i))) {
        word.append(value.charAt(i));
        started = true;
      } else if (started) {
        words.add(word.toString());
        word.setLength(0);
        started = false;
      }
    }
    return started;
  }
}
