package io.jvmm.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What machines do, as a table of rates: how much of each count a second brought. */
final class StatsTable {
  private static final String NOTHING = "-";

  private StatsTable() {}

  /**
   * The table.
   *
   * @param before earlier samples, by name; a machine that has none there has no rates
   * @param now a row for each
   */
  static String of(Map<String, StatsSample> before, List<StatsSample> now) {
    TextTable table =
        new TextTable(
            "NAME", "STATE", "CPU%", "MEMORY", "EXITS/s", "READ/s", "WRITE/s", "RX/s", "TX/s");
    for (StatsSample sample : now) {
      Optional<Rates> rates =
          Optional.ofNullable(before.get(sample.name()))
              .filter(earlier -> earlier.isBefore(sample))
              .map(earlier -> new Rates(earlier, sample));
      table.row(
          sample.name(),
          sample.state(),
          cell(rates, rate -> "%.1f".formatted(100 * rate.of(StatsSample::cpuSeconds))),
          bytes(sample.memory()),
          cell(rates, rate -> "%.0f".formatted(rate.of(StatsSample::exits))),
          cell(rates, rate -> bytes(rate.of(each -> each.total("disks", "bytesRead")))),
          cell(rates, rate -> bytes(rate.of(each -> each.total("disks", "bytesWritten")))),
          cell(rates, rate -> "%.0f".formatted(rate.of(StatsTable::received))),
          cell(rates, rate -> "%.0f".formatted(rate.of(StatsTable::transmitted))));
    }
    return table.text();
  }

  private static double received(StatsSample sample) {
    return sample.total("networks", "received");
  }

  private static double transmitted(StatsSample sample) {
    return sample.total("networks", "transmitted");
  }

  private static String cell(Optional<Rates> rates, Function<Rates, String> text) {
    return rates.map(text).orElse(NOTHING);
  }

  /** With three digits or four, and a unit: {@code 12.3M}. */
  static String bytes(double count) {
    double scaled = count;
    for (String unit : List.of("", "K", "M", "G")) {
      if (scaled < 1000) {
        return String.format(Locale.ROOT, unit.isEmpty() ? "%.0f%s" : "%.1f%s", scaled, unit);
      }
      scaled /= 1024;
    }
    return String.format(Locale.ROOT, "%.1fT", scaled);
  }

  /** What came between two samples. */
  private record Rates(StatsSample before, StatsSample now) {
    double of(ToDoubleFunction<StatsSample> count) {
      double seconds = (now.nanos() - before.nanos()) / (double) TimeUnit.SECONDS.toNanos(1);
      return Math.max(0, count.applyAsDouble(now) - count.applyAsDouble(before)) / seconds;
    }
  }
}
