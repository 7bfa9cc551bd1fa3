package io.jvmm.cli.manual;

import java.util.stream.Collectors;

/** Text as roff takes it (groff_char(7): what each of its input characters becomes). */
final class Roff {
  private Roff() {}

  /** What is typed: every character is to be found in the output as it is. */
  static String literal(String text) {
    return guarded(escaped(text).replace("-", "\\-"));
  }

  /** Sentences: a hyphen within a word stays one, an option's does not. */
  static String prose(String text) {
    return guarded(escaped(text).replaceAll("(?<![\\p{L}\\p{N}])-|-(?=-)", "\\\\-"));
  }

  private static String escaped(String text) {
    return text.codePoints().mapToObj(Roff::escaped).collect(Collectors.joining());
  }

  private static String escaped(int character) {
    return switch (character) {
      case '\\' -> "\\e";
      case '\'' -> "\\(aq";
      case '`' -> "\\(ga";
      case '^' -> "\\(ha";
      case '~' -> "\\(ti";
      default ->
          character < 0x80 ? Character.toString(character) : "\\[u%04X]".formatted(character);
    };
  }

  /** A line that starts with a full stop would be a request. */
  private static String guarded(String line) {
    return line.startsWith(".") ? "\\&" + line : line;
  }
}
