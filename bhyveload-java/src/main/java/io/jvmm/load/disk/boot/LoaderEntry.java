package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.block.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file in {@code /loader/entries} says (Boot Loader Specification, "Type #1 Boot Loader
 * Entry Keys"): lines of a key, blanks and a value.
 *
 * @param id the name of the file without {@code .conf} and without the counters for boots
 * @param isBad whether no tries are left ("Boot counting")
 * @param values by their keys; a key may have several
 */
record LoaderEntry(String id, boolean isBad, Map<String, List<String>> values) {
  /**
   * The order of a menu ("Sorting"): bad entries last; those with a sort key first, by that, the
   * machine, and the newest version; the others by the newest name.
   */
  static final Comparator<LoaderEntry> ORDER =
      Comparator.comparing(LoaderEntry::isBad)
          .thenComparing(LoaderEntry::sortKey, LoaderEntry::compareSortKeys)
          .thenComparing(LoaderEntry::machineIfSorted)
          .thenComparing(LoaderEntry::versionIfSorted, new VersionOrder().reversed())
          .thenComparing(LoaderEntry::id, new VersionOrder().reversed());

  private static final Pattern NAME = Pattern.compile("(.*?)(?:\\+([0-9]+)(?:-[0-9]+)?)?\\.conf");
  private static final int MOST_LINES = 1000;

  /** Reads a file with this name, if it is one of them by its name. */
  static Optional<LoaderEntry> parse(String fileName, String text) {
    Matcher name = NAME.matcher(fileName);
    if (!name.matches()) {
      return Optional.empty();
    }
    Map<String, List<String>> values = new HashMap<>();
    text.lines()
        .limit(MOST_LINES)
        .map(line -> line.strip().split("\\s+", 2))
        .filter(words -> words.length == 2 && !words[0].startsWith("#"))
        .forEach(
            words -> values.computeIfAbsent(key(words[0]), _ -> new ArrayList<>()).add(words[1]));
    boolean isBad =
        Optional.ofNullable(name.group(2)).filter(tries -> tries.matches("0+")).isPresent();
    return Optional.of(new LoaderEntry(name.group(1), isBad, values));
  }

  private static String key(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** The values of a key, in their order. */
  List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** The value of a key that may be there once; if there are several, the last. */
  Optional<String> last(String key) {
    List<String> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Whether it is for this architecture. */
  boolean isForArm64() {
    return last("architecture").map(name -> name.equalsIgnoreCase("aa64")).orElse(true);
  }

  /** What a menu shows. */
  String title() {
    Optional<String> version = last("version").map(Printable::of);
    String title = last("title").map(Printable::of).or(() -> version).orElse(id);
    return version.filter(v -> !title.contains(v)).map(v -> title + " (" + v + ")").orElse(title);
  }

  private String sortKey() {
    return last("sort-key").orElse("");
  }

  private static int compareSortKeys(String left, String right) {
    return left.isEmpty() || right.isEmpty()
        ? Boolean.compare(left.isEmpty(), right.isEmpty())
        : left.compareTo(right);
  }

  // Without a sort key, neither of the two matters.
  private String machineIfSorted() {
    return sortKey().isEmpty() ? "" : last("machine-id").orElse("");
  }

  private String versionIfSorted() {
    return sortKey().isEmpty() ? "" : last("version").orElse("");
  }
}
