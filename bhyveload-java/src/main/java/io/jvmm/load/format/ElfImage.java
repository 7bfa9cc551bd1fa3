package io.jvmm.load.format;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * An ELF file's segments laid out in memory, by their virtual or by their physical addresses.
 *
 * @param program the file
 * @param address which of a segment's addresses counts
 * @param segments the segments by ascending address, without overlaps
 */
record ElfImage(ElfProgram program, ToLongFunction<ElfSegment> address, List<ElfSegment> segments) {
  /**
   * Lays a program out.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if segments overlap, or lie too far apart
   */
  static ElfImage of(ElfProgram program, ToLongFunction<ElfSegment> address) {
    List<ElfSegment> sorted =
        program.segments().stream()
            .sorted(Comparator.comparing(address::applyAsLong, Long::compareUnsigned))
            .toList();
    ElfImage image = new ElfImage(program, address, sorted);
    image.requireOrder();
    if (image.size() < 0 || image.size() > ElfSegment.MAX_SIZE) {
      throw program
          .source()
          .problem(
              "is an ELF file whose segments lie further apart than any memory reaches, at "
                  + "0x%x and 0x%x".formatted(image.start(), image.end())
                  + ": link it anew");
    }
    return image;
  }

  private void requireOrder() {
    for (int i = 1; i < segments.size(); i++) {
      ElfSegment before = segments.get(i - 1);
      ElfSegment segment = segments.get(i);
      if (Long.compareUnsigned(end(before), address.applyAsLong(segment)) > 0) {
        throw program
            .source()
            .problem(
                "is an ELF file with two segments in one place (program headers at offsets 0x%x and"
                        .formatted(before.headerOffset())
                    + " 0x%x): link it anew".formatted(segment.headerOffset()));
      }
    }
  }

  private long end(ElfSegment segment) {
    return address.applyAsLong(segment) + segment.memorySize();
  }

  /** The segment with the lowest address. */
  ElfSegment first() {
    return segments.getFirst();
  }

  /** The lowest address. */
  long start() {
    return address.applyAsLong(first());
  }

  /** The first address past the end. */
  long end() {
    return end(segments.getLast());
  }

  /** From its start to its end. */
  long size() {
    return end() - start();
  }

  /** Where it goes if it may be moved in steps of {@code boundary}. */
  Placement movable(long boundary) {
    return new Placement.Movable(start() & (boundary - 1), size(), true);
  }

  /**
   * The kernel that it is.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if its entry point is in no segment
   */
  Kernel kernel(String kind, Placement placement) {
    List<Segment> parts =
        segments.stream()
            .map(each -> each.at(address.applyAsLong(each) - start(), program.source()))
            .toList();
    return Kernel.of(program.source(), kind, placement, entry(), parts);
  }

  // The entry point is a virtual address, but for programs that run before there is a difference.
  private long entry() {
    long entry = program.header().entry();
    for (ElfSegment segment : segments) {
      if (segment.holds(entry, segment.virtual())) {
        return address.applyAsLong(segment) - start() + entry - segment.virtual();
      }
    }
    for (ElfSegment segment : segments) {
      if (segment.holds(entry, address.applyAsLong(segment))) {
        return entry - start();
      }
    }
    throw program
        .source()
        .problem(
            "is an ELF file whose entry point 0x%x (offset 0x%x) is in none of its segments:"
                    .formatted(entry, ElfHeader.ENTRY)
                + " link it anew");
  }
}
