package io.jvmm.load.disk.boot;

import java.util.List;
import java.util.Optional;

/**
 * The entries of a disk, as a menu.
 *
 * @param entries at least one
 * @param defaultIndex the place of the one that is booted if nobody chooses, from 0
 */
public record BootMenu(List<BootEntry> entries, int defaultIndex) {
  /**
   * Keeps a copy.
   *
   * @throws IllegalArgumentException if there is no default among the entries
   */
  public BootMenu {
    entries = List.copyOf(entries);
    if (defaultIndex < 0 || defaultIndex >= entries.size()) {
      throw new IllegalArgumentException(defaultIndex + " of " + entries.size() + " entries");
    }
  }

  /** The entry that is booted if nobody chooses. */
  public BootEntry defaultEntry() {
    return entries.get(defaultIndex);
  }

  /** The menu as lines: a number, a star at the default, the title. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < entries.size(); i++) {
      String mark = i == defaultIndex ? "*" : " ";
      text.append("%s%3d  %s%n".formatted(mark, i + 1, entries.get(i).title()));
    }
    return text.toString();
  }

  /**
   * The entry that an answer to the menu means: by its number from 1, its id, or its title. No
   * answer is the default.
   *
   * @param answer a line; blanks around it do not matter
   * @return empty if there is no such entry
   */
  public Optional<BootEntry> choose(String answer) {
    String wanted = answer.strip();
    if (wanted.isEmpty()) {
      return Optional.of(defaultEntry());
    }
    if (wanted.matches("[0-9]{1,6}")) {
      int number = Integer.parseInt(wanted);
      return number >= 1 && number <= entries.size()
          ? Optional.of(entries.get(number - 1))
          : Optional.empty();
    }
    return entries.stream().filter(entry -> isCalled(entry, wanted)).findFirst();
  }

  private static boolean isCalled(BootEntry entry, String wanted) {
    return entry.id().equals(wanted) || entry.title().equals(wanted);
  }
}
