package io.jvmm.vmm.spec;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or storage.
 *
 * @param bytes at least 1
 */
public record MemorySize(long bytes) {
  /** What {@link #parse} accepts, as a regular expression of the JSON Schema's dialect. */
  public static final String PATTERN = "^[0-9]+ ?(B|KiB|MiB|GiB|TiB)$";

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,18}) ?(B|KiB|MiB|GiB|TiB)");
  private static final String UNITS = "BKMGT";

  /** Refuses nothing and less. */
  public MemorySize {
    if (bytes < 1) {
      throw new IllegalArgumentException("a size of %d bytes makes no sense".formatted(bytes));
    }
  }

  /**
   * Parses a number with a binary unit, such as {@code 512MiB}.
   *
   * @throws IllegalArgumentException with a line for the user, if it is none or too large
   */
  public static MemorySize parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no size: write a number and one of B, KiB, MiB, GiB, TiB".formatted(text));
    }
    int shift = 10 * UNITS.indexOf(matcher.group(2).charAt(0));
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("'%s' is more than any machine has".formatted(text));
    }
    return new MemorySize(number << shift);
  }

  @Override
  public String toString() {
    int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.length() - 1);
    String suffix = unit == 0 ? "B" : UNITS.charAt(unit) + "iB";
    return String.format(Locale.ROOT, "%d%s", bytes >> (10 * unit), suffix);
  }
}
