package io.jvmm.load.format;

import io.jvmm.load.compress.Magic;
import io.jvmm.load.source.Slice;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.memory.AddressRange;
import java.util.Optional;

/**
 * Kernels as their linker made them. What a file is decides where it goes:
 *
 * <pre>
 *   starts with an arm64 Image's header     Linux's vmlinux: where the header says
 *   FreeBSD's                               to a 2 MiB boundary
 *   linked for addresses that are memory    there, by its physical addresses
 *   position-independent (ET_DYN)           to a 2 MiB boundary
 * </pre>
 *
 * <p>Relocations are not applied. Linux and FreeBSD expect none to be: Linux's are against its
 * virtual addresses and it applies them itself once it runs at those (relocate_kernel), and
 * FreeBSD's kernel is linked for the addresses that it runs at. A static position-independent
 * program is expected to relocate itself, as its C start-up code does.
 */
final class ElfFormat implements FileFormat<Kernel> {
  private static final long BOUNDARY = 2L << 20;

  @Override
  public boolean matches(byte[] head) {
    return Magic.isAt(head, 0, ElfHeader.MAGIC);
  }

  @Override
  public Kernel open(Source source, byte[] head, AddressRange ram) {
    ElfProgram program = ElfProgram.read(source);
    ElfImage linked = ElfImage.of(program, ElfSegment::virtual);
    Optional<Arm64Image> linux = imageHeader(source, linked);
    if (linux.isPresent()) {
      return linux(linked, linux.get());
    }
    if (program.isFreeBsd()) {
      return freeBsd(linked);
    }
    return bareMetal(program, linked, ram);
  }

  // The first thing in vmlinux is what the first thing in Image is, the header.
  private static Optional<Arm64Image> imageHeader(Source source, ElfImage linked) {
    byte[] head = SourceReader.head(linked.first().content(source), Arm64Image.HEADER_SIZE);
    return Arm64Image.matches(head)
        ? Optional.of(Arm64Image.parse(head, source))
        : Optional.empty();
  }

  private static Kernel linux(ElfImage image, Arm64Image header) {
    long memory = Math.max(image.size(), header.memorySize());
    Placement placement = new Placement.Movable(header.textOffset(), memory, header.anywhere());
    String pages = header.pageSize().map(size -> ", " + size + " pages").orElse("");
    return image
        .kernel("ELF file of a Linux kernel" + pages, placement)
        .builtFor(header.pageSize());
  }

  private static Kernel freeBsd(ElfImage image) {
    Source source = image.program().source();
    return image
        .kernel("FreeBSD kernel, ELF file", image.movable(BOUNDARY))
        .startedBy(
            new BootProtocol.FreeBsd(
                image.start() & -BOUNDARY,
                image.start() & (BOUNDARY - 1),
                new Slice(source, 0, ElfHeader.SIZE)));
  }

  private static Kernel bareMetal(ElfProgram program, ElfImage linked, AddressRange ram) {
    Optional<ElfSegment> outside =
        program.segments().stream()
            .filter(each -> !ram.contains(each.physical(), each.memorySize()))
            .findFirst();
    if (outside.isEmpty()) {
      ElfImage loaded = ElfImage.of(program, ElfSegment::physical);
      return loaded.kernel(
          "ELF program", new Placement.Fixed(AddressRange.of(loaded.start(), loaded.size())));
    }
    if (program.header().positionIndependent()) {
      return linked.kernel("position-independent ELF program", linked.movable(BOUNDARY));
    }
    throw program
        .source()
        .problem(
            "is an ELF program with a segment that is not for this guest's memory, "
                + ram
                + " (program header at offset 0x"
                + Long.toHexString(outside.get().headerOffset())
                + ": "
                + outside.get()
                + "): link it for addresses in there, or position-independent");
  }
}
