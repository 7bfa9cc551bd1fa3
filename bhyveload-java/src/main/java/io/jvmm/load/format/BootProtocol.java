package io.jvmm.load.format;

import io.jvmm.load.source.Source;

/** What a kernel finds in its registers, and in memory, when it starts. */
public sealed interface BootProtocol {
  /** The device tree's address in x0 (Linux, Documentation/arch/arm64/booting.rst). */
  record DeviceTree() implements BootProtocol {}

  /**
   * The address of FreeBSD's preload metadata in x0 (FreeBSD, stand/efi/loader/bootinfo.c). All
   * addresses in them are the kernel's own, virtual ones.
   *
   * @param virtualBase the virtual address of the 2 MiB boundary that the kernel is placed on
   * @param offset bytes from that boundary to the kernel
   * @param elfHeader the kernel's ELF header
   */
  record FreeBsd(long virtualBase, long offset, Source elfHeader) implements BootProtocol {}
}
