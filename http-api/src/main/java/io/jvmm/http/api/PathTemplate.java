package io.jvmm.http.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A path with places for names, such as {@code /v1/machines/{name}/log}; written as in OpenAPI.
 *
 * @param text the path as written
 */
public record PathTemplate(String text) {
  /** What is in each place of a path that matches; empty if it does not match. */
  Optional<Map<String, String>> match(String path) {
    List<String> wanted = segments(text);
    List<String> given = segments(path);
    if (wanted.size() != given.size()) {
      return Optional.empty();
    }
    Map<String, String> names = new TreeMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (isPlace(wanted.get(i))) {
        names.put(place(wanted.get(i)), given.get(i));
      } else if (!wanted.get(i).equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }

  /** The names of the places, in order. */
  List<String> places() {
    return segments(text).stream().filter(PathTemplate::isPlace).map(PathTemplate::place).toList();
  }

  private static boolean isPlace(String segment) {
    return segment.startsWith("{");
  }

  private static String place(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  private static List<String> segments(String path) {
    return Stream.of(path.split("/", -1)).toList();
  }
}
