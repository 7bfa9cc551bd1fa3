package io.jvmm.stage2;

import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What stage-2 tables are to say, told page by page: too simple to be wrong. */
final class PageModel {
  private final NavigableMap<Long, Page> pages = new TreeMap<>();
  private final long pageSize;

  /** A page's output address and attributes. */
  record Page(long output, Stage2Attributes attributes) {}

  /** Pages side by side that lead side by side and say the same. */
  record Run(AddressRange guest, Page first) {}

  PageModel(long pageSize) {
    this.pageSize = pageSize;
  }

  void map(AddressRange range, long output, Stage2Attributes attributes) {
    for (long at = 0; at < range.size(); at += pageSize) {
      pages.put(range.start().value() + at, new Page(output + at, attributes));
    }
  }

  void unmap(AddressRange range) {
    pages.subMap(range.start().value(), range.endExclusive()).clear();
  }

  void protect(AddressRange range, Stage2Attributes attributes) {
    pages
        .subMap(range.start().value(), range.endExclusive())
        .replaceAll((_, page) -> new Page(page.output(), attributes));
  }

  /** The page that an address lies in. */
  Optional<Page> page(long address) {
    return Optional.ofNullable(pages.get(address & -pageSize));
  }

  /** The pages as the fewest runs there are. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    pages.forEach((start, page) -> add(runs, start, page));
    return runs;
  }

  private void add(List<Run> runs, long start, Page page) {
    if (!runs.isEmpty()) {
      Run last = runs.getLast();
      Page next = new Page(last.first().output() + last.guest().size(), last.first().attributes());
      if (last.guest().endExclusive() == start && next.equals(page)) {
        AddressRange longer =
            new AddressRange(last.guest().start(), last.guest().size() + pageSize);
        runs.set(runs.size() - 1, new Run(longer, last.first()));
        return;
      }
    }
    runs.add(new Run(AddressRange.of(start, pageSize), page));
  }
}
