package io.jvmm.stage2;

import java.util.ArrayList;
import java.util.List;

/**
 * What tables said at a moment.
 *
 * @param config the shape of the address space
 * @param tableCount how many tables there were, the initial lookup's included
 * @param ranges what they mapped, by guest-physical address: the fewest ranges that say it
 */
public record TableSummary(Stage2Config config, int tableCount, List<MappedRange> ranges) {
  /** Copies the list. */
  public TableSummary {
    ranges = List.copyOf(ranges);
  }

  static TableSummary of(Stage2Tables tables) {
    List<MappedRange> ranges = new ArrayList<>();
    for (Mapping mapping : tables.mappings()) {
      if (!ranges.isEmpty() && ranges.getLast().isContinuedBy(mapping)) {
        ranges.addLast(ranges.removeLast().with(mapping));
      } else {
        ranges.addLast(MappedRange.of(mapping));
      }
    }
    return new TableSummary(tables.config(), tables.tableCount(), ranges);
  }
}
