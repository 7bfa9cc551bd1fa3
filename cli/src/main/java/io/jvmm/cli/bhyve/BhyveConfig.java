package io.jvmm.cli.bhyve;

import io.jvmm.vmm.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The variables of a file as bhyve_config(5) describes it, with those noted that somebody took: the
 * others are what is not understood.
 */
public final class BhyveConfig {
  private static final int MOST_REFERENCES = 16; // one in the other, as bhyve has it
  private static final int LONGEST_VALUE = 64 << 10;
  private static final Pattern ESCAPE_OR_REFERENCE = Pattern.compile("%%|%\\(([^)]+)\\)|%");
  private static final Pattern PCI =
      Pattern.compile("pci\\.([0-9]{1,3})\\.([0-9]{1,2})\\.([0-7])\\..+");
  private static final Set<String> TRUE = Set.of("true", "on", "yes", "1");
  private static final Set<String> FALSE = Set.of("false", "off", "no", "0");

  private final SequencedMap<String, String> values;
  private final Set<String> taken = new HashSet<>();

  private BhyveConfig(SequencedMap<String, String> values) {
    this.values = values;
  }

  /**
   * Parses a file: lines of {@code key=value}, of which a later one of the same key counts.
   *
   * @param name the file's, for errors
   * @throws ConfigurationException with every line that is none
   */
  public static BhyveConfig parse(String name, String text) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int equals = line.indexOf('=');
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (equals < 1 || equals == line.length() - 1) {
        problems.add("%s:%d: '%s' is no key=value".formatted(name, i + 1, shortened(line)));
      } else {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new BhyveConfig(values);
  }

  private static String shortened(String line) {
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }

  /**
   * The value of a variable, with those of others in the place of {@code %(other)}.
   *
   * @throws ConfigurationException if it refers to one that is not there, or to itself
   */
  Optional<String> take(String key) {
    taken.add(key);
    return Optional.ofNullable(values.get(key)).map(value -> expand(key, value, 0));
  }

  /** Whether a variable is there that says yes. */
  boolean takeFlag(String key) {
    String word = take(key).orElse("false").toLowerCase(Locale.ROOT);
    if (!TRUE.contains(word) && !FALSE.contains(word)) {
      throw new ConfigurationException("%s=%s: write true or false".formatted(key, word));
    }
    return TRUE.contains(word);
  }

  /** A variable that is a number of 0 or more, as strtol(3) reads it. */
  OptionalInt takeNumber(String key) {
    Optional<String> text = take(key);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.decode(text.get().strip());
      if (number >= 0) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // told below, as for a number below 0
    }
    throw new ConfigurationException("%s=%s: write a number".formatted(key, text.get()));
  }

  /** Takes all variables below a node, of which there is no more to say. */
  void takeAll(String node) {
    values.keySet().stream().filter(key -> key.startsWith(node + ".")).forEach(taken::add);
  }

  /** Whether there is a variable below a node. */
  boolean has(String node) {
    return values.keySet().stream().anyMatch(key -> key.startsWith(node + "."));
  }

  /** The nodes of PCI functions, such as {@code pci.0.3.0}, in the order of their addresses. */
  List<String> pciFunctions() {
    return values.keySet().stream()
        .map(PCI::matcher)
        .filter(Matcher::matches)
        .sorted(Comparator.comparingInt(BhyveConfig::address))
        .map(match -> "pci.%s.%s.%s".formatted(match.group(1), match.group(2), match.group(3)))
        .distinct()
        .toList();
  }

  private static int address(Matcher match) {
    return Integer.parseInt(match.group(1)) << 16
        | Integer.parseInt(match.group(2)) << 8
        | Integer.parseInt(match.group(3));
  }

  /**
   * The numbers of the children of a node that are called {@code NAME.0}, {@code NAME.1} and on.
   */
  List<String> numbered(String node) {
    return Stream.iterate(0, n -> has(node + "." + n), n -> n + 1)
        .map(n -> node + "." + n)
        .toList();
  }

  /** The variables that nobody took, as the file has them. */
  List<String> left() {
    return values.entrySet().stream()
        .filter(each -> !taken.contains(each.getKey()))
        .map(each -> each.getKey() + "=" + each.getValue())
        .toList();
  }

  private String expand(String key, String value, int depth) {
    StringBuilder expanded = new StringBuilder();
    int position = 0;
    Matcher matcher = ESCAPE_OR_REFERENCE.matcher(value);
    while (matcher.find()) {
      expanded.append(value, position, matcher.start());
      expanded.append(matcher.group(1) == null ? "%" : refer(key, matcher.group(1), depth));
      position = matcher.end();
      if (expanded.length() > LONGEST_VALUE) {
        throw new ConfigurationException(
            "%s: its references make more than %d characters".formatted(key, LONGEST_VALUE));
      }
    }
    return expanded.append(value, position, value.length()).toString();
  }

  private String refer(String key, String other, int depth) {
    String value = values.get(other);
    if (value == null) {
      throw new ConfigurationException("%s: there is no variable '%s'".formatted(key, other));
    }
    if (depth == MOST_REFERENCES) {
      throw new ConfigurationException("%s: it refers to itself".formatted(key));
    }
    taken.add(other);
    return expand(key, value, depth + 1);
  }
}
