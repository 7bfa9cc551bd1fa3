package io.jvmm.load.disk.grub;

import java.util.List;
import java.util.Optional;

/**
 * What {@code search} is asked for (GNU GRUB Manual 2.12, "search"). Hints say where to look first,
 * which does not matter here.
 *
 * @param by what is looked for
 * @param value its name
 * @param variable where the device goes
 */
record Search(GrubFiles.By by, String value, Optional<String> variable) {
  private static final String SET = "--set=";

  /**
   * The search that a command stands for: {@code search}, or {@code search.fs_uuid} and the like.
   */
  static Optional<Search> parse(String command, List<String> arguments) {
    List<String> words = arguments.stream().filter(word -> !word.startsWith("-")).toList();
    Optional<GrubFiles.By> named =
        switch (command) {
          case "search.fs_uuid" -> Optional.of(GrubFiles.By.UUID);
          case "search.fs_label" -> Optional.of(GrubFiles.By.LABEL);
          case "search.file" -> Optional.of(GrubFiles.By.FILE);
          default -> Optional.empty();
        };
    if (named.isPresent() && !words.isEmpty()) {
      String variable = words.size() > 1 ? words.get(1) : "root";
      return Optional.of(new Search(named.get(), words.getFirst(), Optional.of(variable)));
    }
    return command.equals("search") ? withOptions(arguments) : Optional.empty();
  }

  private static Optional<Search> withOptions(List<String> arguments) {
    Optional<GrubFiles.By> by = Optional.empty();
    Optional<String> variable = Optional.empty();
    Optional<String> value = Optional.empty();
    for (String word : arguments) {
      switch (word) {
        case "--fs-uuid", "-u" -> by = Optional.of(GrubFiles.By.UUID);
        case "--label", "--fs-label", "-l" -> by = Optional.of(GrubFiles.By.LABEL);
        case "--file", "-f" -> by = Optional.of(GrubFiles.By.FILE);
        case "--set" -> variable = Optional.of("root");
        default -> {
          if (word.startsWith(SET)) {
            variable = Optional.of(word.substring(SET.length()));
          } else if (!word.startsWith("-")) {
            value = Optional.of(word);
          }
        }
      }
    }
    return by.isEmpty() || value.isEmpty()
        ? Optional.empty()
        : Optional.of(new Search(by.get(), value.get(), variable));
  }
}
