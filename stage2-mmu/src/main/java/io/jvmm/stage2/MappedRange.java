package io.jvmm.stage2;

import io.jvmm.vmm.memory.AddressRange;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Blocks and pages that lie side by side, lead side by side, and say the same.
 *
 * @param guest the guest-physical addresses that they map
 * @param output the first output address
 * @param attributes what each descriptor says besides
 * @param blocks how many descriptors there are of each size in bytes
 */
public record MappedRange(
    AddressRange guest, long output, Stage2Attributes attributes, SortedMap<Long, Integer> blocks) {
  /** Copies the map. */
  public MappedRange {
    blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
  }

  /** That of one block or page. */
  static MappedRange of(Mapping mapping) {
    return new MappedRange(
        mapping.guest(),
        mapping.output(),
        mapping.attributes(),
        new TreeMap<>(Collections.singletonMap(mapping.guest().size(), 1)));
  }

  boolean isContinuedBy(Mapping next) {
    return guest.endExclusive() == next.guest().start().value()
        && output + guest.size() == next.output()
        && attributes.equals(next.attributes());
  }

  /** This and what continues it. */
  MappedRange with(Mapping next) {
    SortedMap<Long, Integer> both = new TreeMap<>(blocks);
    both.merge(next.guest().size(), 1, Integer::sum);
    AddressRange range = new AddressRange(guest.start(), guest.size() + next.guest().size());
    return new MappedRange(range, output, attributes, both);
  }
}
