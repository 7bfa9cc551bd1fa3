package io.jvmm.load.disk.grub;

import java.util.List;
import java.util.Optional;

/**
 * What a script has put into a menu: an entry or a submenu.
 *
 * @param title what is shown
 * @param id what it can be named by; the title if it has no other
 * @param arguments what its body is given
 * @param body what is run when it is chosen; a submenu's makes another menu
 */
record MenuItem(String title, String id, List<String> arguments, List<Statement> body) {
  /** The item that {@code menuentry} or {@code submenu} makes. */
  static Optional<MenuItem> of(List<String> words, List<Statement> body) {
    Optional<String> title = Optional.empty();
    Optional<String> id = Optional.empty();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      boolean takesValue = takesValue(word);
      if (word.equals("--id") && i + 1 < words.size()) {
        id = Optional.of(words.get(i + 1));
      } else if (word.startsWith("--id=")) {
        id = Optional.of(word.substring("--id=".length()));
      } else if (!word.startsWith("--") && title.isEmpty()) {
        title = Optional.of(word);
      }
      i += takesValue ? 1 : 0;
    }
    String name = id.orElse(title.orElse(""));
    return title.map(text -> new MenuItem(text, name, List.of(text), body));
  }

  private static boolean takesValue(String word) {
    return switch (word) {
      case "--id", "--class", "--users", "--hotkey", "--source" -> true;
      default -> false;
    };
  }
}
