package io.jvmm.load;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.Optional;

/**
 * Where a kernel, its device tree and its initrd go, by the rules of Linux,
 * Documentation/arch/arm64/booting.rst:
 *
 * <pre>
 *   a kernel that may lie anywhere        one that wants the start of memory
 *   ram + 0      device tree (2 MiB)      ram + 0 + text_offset      kernel
 *   ram + 2 MiB + text_offset  kernel     next 2 MiB boundary        device tree (2 MiB)
 *   next 64 KiB boundary       initrd     behind it                  initrd
 * </pre>
 *
 * <p>The device tree has a 2 MiB block to itself, so that it never crosses such a boundary; old
 * kernels look for it in the 512 MiB from their base. The initrd starts on the largest page size
 * that a kernel can have, and must end within 32 GiB of the kernel's GiB.
 *
 * @param kernel the kernel, with the memory that it clears for itself
 * @param deviceTree where the device tree starts
 * @param initrd the initrd, if there is one
 */
record Layout(AddressRange kernel, GuestAddress deviceTree, Optional<AddressRange> initrd) {
  /** The most that a device tree may have. */
  static final long BLOCK = 2L << 20;

  private static final long LARGEST_PAGE = 64L << 10;
  private static final long WINDOW_ALIGNMENT = 1L << 30;
  private static final long WINDOW = 32L << 30;

  /** No file that is larger fits into any guest: keeps the arithmetic below clear of overflow. */
  private static final long LARGEST_FILE = 1L << GuestAddress.MAX_BITS;

  /**
   * Places them.
   *
   * @throws ConfigurationException if they do not fit: says what would do
   */
  static Layout of(Kernel kernel, Optional<SourceFile> initrd, AddressRange ram) {
    long base = ram.start().alignUp(BLOCK).value();
    boolean anywhere = kernel.image().anywhere();
    long start = base + (anywhere ? BLOCK : 0) + kernel.image().textOffset();
    long kernelEnd = start + Math.min(kernel.memorySize(), LARGEST_FILE);
    long tree = anywhere ? base : alignUp(kernelEnd, BLOCK);
    long end = anywhere ? kernelEnd : tree + BLOCK;
    requireFit(kernel.file(), new Demand(start, kernel.memorySize(), end), ram);
    return new Layout(
        AddressRange.of(start, kernel.memorySize()),
        new GuestAddress(tree),
        initrd.map(file -> behind(end, file, ram, start)));
  }

  private static AddressRange behind(long end, SourceFile file, AddressRange ram, long kernel) {
    long start = alignUp(end, LARGEST_PAGE);
    long initrdEnd = start + Math.min(file.size(), LARGEST_FILE);
    requireFit(file, new Demand(start, file.size(), initrdEnd), ram);
    if (initrdEnd > (kernel & -WINDOW_ALIGNMENT) + WINDOW) {
      throw file.problem(
          "has " + ByteSize.of(file.size()) + ", and arm64 kernels take no initrd beyond 32 GiB");
    }
    return AddressRange.of(start, file.size());
  }

  /** What a file asks for: where it goes, its size, and where memory has to reach for it. */
  private record Demand(long start, long size, long end) {}

  private static void requireFit(SourceFile file, Demand demand, AddressRange ram) {
    if (demand.end() <= ram.endExclusive()) {
      return;
    }
    throw file.problem(
        "does not fit: it needs "
            + ByteSize.of(demand.size())
            + " of memory, "
            + ByteSize.of(demand.start() - ram.start().value())
            + " from its start, and the guest has "
            + ByteSize.of(ram.size())
            + ": give it at least "
            + (alignUp(demand.end() - ram.start().value(), 1 << 20) >>> 20)
            + " MiB");
  }

  private static long alignUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }
}
