package io.jvmm.stage2;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables in words: neighbours that lead side by side and say the same make one line. */
final class TableDescription {
  private TableDescription() {}

  static String of(TableSummary tables) {
    StringBuilder text = new StringBuilder(heading(tables));
    tables.ranges().forEach(range -> text.append(line(range)).append('\n'));
    return text.toString();
  }

  private static String heading(TableSummary tables) {
    Stage2Config config = tables.config();
    return "%d-bit addresses, %s granule, lookups from level %d in %d tables, %d tables in all%n"
        .formatted(
            config.ipaBits(),
            unit(config.granule().pageSize()),
            config.startLevel(),
            config.rootTables(),
            tables.tableCount());
  }

  private static String line(MappedRange range) {
    return "%s -> 0x%x  %s  (%s)"
        .formatted(
            range.guest(),
            range.output(),
            words(range.attributes()),
            String.join(", ", counts(range)));
  }

  private static List<String> counts(MappedRange range) {
    List<String> counts = new ArrayList<>();
    range
        .blocks()
        .forEach((bytes, count) -> counts.addFirst("%d x %s".formatted(count, unit(bytes))));
    return counts;
  }

  private static String words(Stage2Attributes attributes) {
    String access =
        switch (attributes.permissions()) {
          case NONE -> "--";
          case READ_ONLY -> "r-";
          case WRITE_ONLY -> "-w";
          case READ_WRITE -> "rw";
        };
    String execution =
        switch (attributes.execution()) {
          case ANYWHERE -> "x";
          case EL0_ONLY -> "x(EL0)";
          case EL1_ONLY -> "x(EL1)";
          case NOWHERE -> "-";
        };
    return "%s%s %s, %s shareable%s"
        .formatted(
            access,
            execution,
            lower(attributes.memory()),
            lower(attributes.shareability()),
            attributes.accessed() ? "" : ", not accessed");
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String unit(long bytes) {
    String[] names = {"B", "KiB", "MiB", "GiB", "TiB"};
    int power = Long.numberOfTrailingZeros(bytes) / 10;
    return "%d %s".formatted(bytes >> (10 * power), names[power]);
  }
}
