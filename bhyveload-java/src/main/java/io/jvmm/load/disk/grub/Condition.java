package io.jvmm.load.disk.grub;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code [ ]} and {@code test} come to (GNU GRUB Manual 2.12, "test"): {@code -o} binds less
 * than {@code -a}, that less than {@code !}.
 */
final class Condition {
  private final List<String> words;
  private final Scope scope;
  private int at;

  private Condition(List<String> words, Scope scope) {
    this.words = words;
    this.scope = scope;
  }

  /** Whether it holds; words that make no sense do not. */
  static boolean holds(List<String> words, Scope scope) {
    Condition condition = new Condition(words, scope);
    return condition.or() && condition.at == words.size();
  }

  private boolean or() {
    boolean holds = and();
    while (take("-o")) {
      holds |= and();
    }
    return holds;
  }

  private boolean and() {
    boolean holds = not();
    while (take("-a")) {
      holds &= not();
    }
    return holds;
  }

  private boolean not() {
    boolean negated = false;
    while (!isComparison() && take("!")) {
      negated = !negated;
    }
    return primary() != negated;
  }

  private boolean primary() {
    if (isComparison()) {
      at += 3;
      return compare(words.get(at - 3), words.get(at - 2), words.get(at - 1));
    }
    Optional<Predicate<String>> test =
        at + 1 < words.size() ? test(words.get(at)) : Optional.empty();
    if (test.isPresent()) {
      at += 2;
      return test.get().test(words.get(at - 1));
    }
    return at < words.size() && !words.get(at++).isEmpty();
  }

  private Optional<Predicate<String>> test(String operator) {
    return switch (operator) {
      case "-n" -> Optional.of(word -> !word.isEmpty());
      case "-z" -> Optional.of(String::isEmpty);
      case "-e" -> Optional.of(word -> isFile(word, 0) || isDirectory(word));
      case "-f" -> Optional.of(word -> isFile(word, 0));
      case "-s" -> Optional.of(word -> isFile(word, 1));
      case "-d" -> Optional.of(this::isDirectory);
      default -> Optional.empty();
    };
  }

  private boolean isFile(String path, long least) {
    return scope.files().size(scope.path(path)).filter(size -> size >= least).isPresent();
  }

  private boolean isDirectory(String path) {
    return scope.files().isDirectory(scope.path(path));
  }

  private boolean isComparison() {
    return at + 2 < words.size()
        && switch (words.get(at + 1)) {
          case "=", "==", "!=", "<", ">", "<=", ">=" -> true;
          case "-eq", "-ne", "-lt", "-le", "-gt", "-ge" -> true;
          default -> false;
        };
  }

  private static boolean compare(String left, String operator, String right) {
    int text = left.compareTo(right);
    int number = Long.compare(number(left), number(right));
    return switch (operator) {
      case "=", "==" -> text == 0;
      case "!=" -> text != 0;
      case "<" -> text < 0;
      case "<=" -> text <= 0;
      case ">" -> text > 0;
      case ">=" -> text >= 0;
      case "-eq" -> number == 0;
      case "-ne" -> number != 0;
      case "-lt" -> number < 0;
      case "-le" -> number <= 0;
      case "-gt" -> number > 0;
      default -> number >= 0;
    };
  }

  private static long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private boolean take(String word) {
    boolean is = at < words.size() && words.get(at).equals(word);
    at += is ? 1 : 0;
    return is;
  }
}
