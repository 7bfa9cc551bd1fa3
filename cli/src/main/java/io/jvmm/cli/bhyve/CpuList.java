package io.jvmm.cli.bhyve;

import io.jvmm.vmm.error.ConfigurationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** CPUs as bhyve lists them: {@code 0-3,8}. */
final class CpuList {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");
  private static final int MOST = 4096;

  private CpuList() {}

  /**
   * The CPUs' numbers.
   *
   * @throws ConfigurationException if it is no list
   */
  static List<Integer> parse(String text) {
    return Stream.of(text.split(",", -1))
        .flatMap(range -> range(text, range).boxed())
        .distinct()
        .limit(MOST)
        .toList();
  }

  private static IntStream range(String text, String range) {
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      throw new ConfigurationException("cpuset=%s: write CPUs as 0-3,8".formatted(text));
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    if (last < first) {
      throw new ConfigurationException("cpuset=%s: %s is no range".formatted(text, range));
    }
    return IntStream.rangeClosed(first, last);
  }
}
