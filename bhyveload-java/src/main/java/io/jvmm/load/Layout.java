package io.jvmm.load;

import io.jvmm.load.format.Kernel;
import io.jvmm.load.format.Placement;
import io.jvmm.load.source.Source;
import io.jvmm.load.text.ByteSize;
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
 * <p>A kernel that goes to addresses of its own has them; the device tree goes to the start of
 * memory, or behind the kernel if that is there, and the initrd between them if it fits, or behind
 * both.
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

  /**
   * Places them.
   *
   * @throws ConfigurationException if they do not fit: says what would do
   */
  static Layout of(Kernel kernel, Optional<Source> initrd, AddressRange ram) {
    Room room = new Room(ram);
    return switch (kernel.placement()) {
      case Placement.Movable movable -> movable(kernel.source(), movable, initrd, room);
      case Placement.Fixed fixed -> fixed(kernel.source(), fixed.range(), initrd, room);
    };
  }

  private static Layout movable(
      Source kernel, Placement.Movable wanted, Optional<Source> initrd, Room room) {
    long base = room.start(BLOCK);
    long start = base + (wanted.anywhere() ? BLOCK : 0) + wanted.offset();
    long kernelEnd = Room.end(start, wanted.size());
    long tree = wanted.anywhere() ? base : Room.alignUp(kernelEnd, BLOCK);
    long end = wanted.anywhere() ? kernelEnd : tree + BLOCK;
    room.require(kernel, start, wanted.size(), end);
    return new Layout(
        AddressRange.of(start, wanted.size()),
        new GuestAddress(tree),
        initrd.map(file -> behind(end, file, room, start)));
  }

  private static Layout fixed(
      Source kernel, AddressRange range, Optional<Source> initrd, Room room) {
    long base = room.start(BLOCK);
    long tree =
        range.start().value() >= base + BLOCK ? base : Room.alignUp(range.endExclusive(), BLOCK);
    if (!room.holds(tree, BLOCK)) {
      throw kernel.problem(
          "takes "
              + range
              + ", which leaves no 2 MiB at a 2 MiB boundary for the device tree: choose another"
              + " address, or give the guest more memory");
    }
    long end = Math.max(tree + BLOCK, range.endExclusive());
    long between = Room.alignUp(tree + BLOCK, LARGEST_PAGE);
    return new Layout(
        range,
        new GuestAddress(tree),
        initrd.map(
            file ->
                Room.end(between, file.size()) <= range.start().value()
                    ? AddressRange.of(between, file.size())
                    : behind(end, file, room, range.start().value())));
  }

  private static AddressRange behind(long end, Source file, Room room, long kernel) {
    long start = Room.alignUp(end, LARGEST_PAGE);
    long initrdEnd = Room.end(start, file.size());
    room.require(file, start, file.size(), initrdEnd);
    if (initrdEnd > (kernel & -WINDOW_ALIGNMENT) + WINDOW) {
      throw file.problem(
          "has " + ByteSize.of(file.size()) + ", and arm64 kernels take no initrd beyond 32 GiB");
    }
    return AddressRange.of(start, file.size());
  }
}
