package io.jvmm.stage2;

import io.jvmm.vmm.error.GuestException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the tables said when it was made: the fewest extents that have the same meaning. Immutable,
 * so that devices look addresses up without a lock; after a change of the tables, a new one takes
 * its place.
 */
final class MemoryMap {
  static final MemoryMap EMPTY = new MemoryMap(List.of());

  private final NavigableMap<Long, Extent> byStart = new TreeMap<>();

  /** Where most accesses go; nearly every machine has one large piece of RAM. */
  private final @Nullable Extent largest;

  private MemoryMap(List<Extent> extents) {
    Extent most = null;
    for (Extent extent : extents) {
      byStart.put(extent.guest().start().value(), extent);
      if (most == null || extent.guest().size() > most.guest().size()) {
        most = extent;
      }
    }
    this.largest = most;
  }

  /** Reads the tables. Mappings that fault on every access (AF clear) count as not mapped. */
  static MemoryMap of(Stage2Tables tables, OutputSpace outputs) {
    List<Extent> extents = new ArrayList<>();
    for (Mapping mapping : tables.mappings()) {
      if (mapping.attributes().accessed()) {
        append(extents, extentOf(mapping, outputs));
      }
    }
    return new MemoryMap(extents);
  }

  private static Extent extentOf(Mapping mapping, OutputSpace outputs) {
    OutputSpace.Location at = outputs.locate(mapping.output());
    return new Extent(
        mapping.guest(), at.memory(), at.offset(), mapping.attributes().permissions());
  }

  private static void append(List<Extent> extents, Extent next) {
    if (!extents.isEmpty()) {
      Extent last = extents.getLast();
      if (last.isContinuedBy(next) && last.permissions() == next.permissions()) {
        extents.set(extents.size() - 1, last.joinedWith(next));
        return;
      }
    }
    extents.add(next);
  }

  /** The extents, by address. */
  List<Extent> extents() {
    return List.copyOf(byStart.values());
  }

  /**
   * The bytes at an address.
   *
   * @param address as the guest gave it, unsigned
   * @param length as the guest gave it, unsigned
   * @throws GuestException if not all of them permit the access, or they are not contiguous
   */
  MemorySegment slice(long address, long length, Stage2Access access) {
    Extent likely = largest;
    if (likely != null && likely.serves(address, length, access)) {
      return likely.slice(address, length);
    }
    return length == 0 ? MemorySegment.NULL : search(address, length, access);
  }

  private MemorySegment search(long address, long length, Stage2Access access) {
    Map.Entry<Long, Extent> floor = byStart.floorEntry(address);
    if (floor == null || !floor.getValue().serves(address, 1, access)) {
      throw refusal(address, length, access);
    }
    Extent first = floor.getValue();
    Extent last = first;
    while (Long.compareUnsigned(last.guest().endExclusive() - address, length) < 0) {
      Extent next = byStart.get(last.guest().endExclusive());
      if (next == null || !last.isContinuedBy(next) || !next.permissions().allow(access)) {
        throw refusal(address, length, access);
      }
      last = next;
    }
    return first.slice(address, length);
  }

  private static GuestException refusal(long address, long length, Stage2Access access) {
    String verb =
        switch (access) {
          case READ -> "readable";
          case WRITE -> "writable";
        };
    return new GuestException(
        "0x%x bytes at 0x%x: not all of them are %s, contiguous guest memory"
            .formatted(length, address, verb));
  }
}
