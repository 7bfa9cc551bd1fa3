package io.jvmm.load;

import io.jvmm.load.format.Kernel;
import io.jvmm.vmm.memory.AddressRange;

/**
 * Where a FreeBSD kernel goes, and what its loader tells it: in the order of FreeBSD's loader
 * (FreeBSD, stand/efi/loader/bootinfo.c), each at a boundary of the largest page that a kernel can
 * have. The kernel first maps what is between its base and a few MiB behind the metadata, and no
 * more (FreeBSD, sys/arm64/arm64/locore.S), so everything lies behind it, and the metadata last:
 *
 * <pre>
 *   2 MiB boundary   kernel
 *   behind it        environment
 *                    device tree
 *                    metadata (64 KiB)
 * </pre>
 *
 * @param base the 2 MiB boundary
 * @param kernel the kernel, with the memory that it clears for itself
 * @param environment the kernel's environment
 * @param deviceTree the device tree
 * @param metadata the room for the metadata
 */
record FreeBsdLayout(
    long base,
    AddressRange kernel,
    AddressRange environment,
    AddressRange deviceTree,
    AddressRange metadata) {
  private static final long BOUNDARY = 2L << 20;
  private static final long LARGEST_PAGE = 64L << 10;

  /**
   * Places them.
   *
   * @param offset bytes from the 2 MiB boundary to the kernel
   * @param environment bytes of the environment, at least 1
   * @param deviceTree bytes of the device tree, at least 1
   * @throws io.jvmm.vmm.error.ConfigurationException if they do not fit: says what would do
   */
  static FreeBsdLayout of(Kernel kernel, long offset, int environment, int deviceTree, Room room) {
    long base = room.start(BOUNDARY);
    long start = base + offset;
    long size = kernel.placement().size();
    long variables = nextPage(Room.end(start, size));
    long tree = nextPage(variables + environment);
    long metadata = nextPage(tree + deviceTree);
    room.require(kernel.source(), start, size, metadata + LARGEST_PAGE);
    return new FreeBsdLayout(
        base,
        AddressRange.of(start, size),
        AddressRange.of(variables, environment),
        AddressRange.of(tree, deviceTree),
        AddressRange.of(metadata, LARGEST_PAGE));
  }

  private static long nextPage(long address) {
    return Room.alignUp(address, LARGEST_PAGE);
  }
}
