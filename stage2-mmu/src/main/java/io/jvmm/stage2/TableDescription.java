package io.jvmm.stage2;

import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tables in words: neighbours that lead side by side and say the same make one line. */
final class TableDescription {
  private final List<Stretch> stretches = new ArrayList<>();

  /** Mappings side by side, and how many there are of each size. */
  private static final class Stretch {
    final Mapping first;
    final Map<Long, Integer> sizes = new TreeMap<>();
    long size;

    Stretch(Mapping first) {
      this.first = first;
    }

    boolean isContinuedBy(Mapping next) {
      return first.guest().start().value() + size == next.guest().start().value()
          && first.output() + size == next.output()
          && first.attributes().equals(next.attributes());
    }

    void add(Mapping mapping) {
      size += mapping.guest().size();
      sizes.merge(mapping.guest().size(), 1, Integer::sum);
    }

    @Override
    public String toString() {
      return "%s -> 0x%x  %s  (%s)"
          .formatted(
              new AddressRange(first.guest().start(), size),
              first.output(),
              words(first.attributes()),
              String.join(", ", counts()));
    }

    private List<String> counts() {
      List<String> counts = new ArrayList<>();
      sizes.forEach((bytes, count) -> counts.addFirst("%d x %s".formatted(count, unit(bytes))));
      return counts;
    }
  }

  private TableDescription() {}

  static String of(Stage2Tables tables) {
    TableDescription description = new TableDescription();
    tables.mappings().forEach(description::add);
    StringBuilder text = new StringBuilder(heading(tables));
    description.stretches.forEach(stretch -> text.append(stretch).append('\n'));
    return text.toString();
  }

  private void add(Mapping mapping) {
    if (stretches.isEmpty() || !stretches.getLast().isContinuedBy(mapping)) {
      stretches.add(new Stretch(mapping));
    }
    stretches.getLast().add(mapping);
  }

  private static String heading(Stage2Tables tables) {
    Stage2Config config = tables.config();
    return "%d-bit addresses, %s granule, lookups from level %d in %d tables, %d tables in all%n"
        .formatted(
            config.ipaBits(),
            unit(config.granule().pageSize()),
            config.startLevel(),
            config.rootTables(),
            tables.tableCount());
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
