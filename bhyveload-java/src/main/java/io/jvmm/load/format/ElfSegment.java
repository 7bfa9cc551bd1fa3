package io.jvmm.load.format;

import io.jvmm.load.payload.SegmentPayload;
import io.jvmm.load.source.Slice;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.memory.GuestAddress;
import java.nio.ByteBuffer;

/**
 * A loadable segment of an ELF file (System V ABI, chapter 5, "Program Header").
 *
 * @param headerOffset where its header is in the file, for messages
 * @param offset where its content is in the file
 * @param virtual the address that it was linked for
 * @param physical the address that it is to be loaded to, if it is to be loaded there
 * @param fileSize how many bytes the file has of it, at most {@code memorySize}
 * @param memorySize how many bytes it takes in memory, at least 1; the rest is zero
 */
record ElfSegment(
    long headerOffset, long offset, long virtual, long physical, long fileSize, long memorySize) {
  /** How long a program header is. */
  static final int HEADER_SIZE = 56;

  private static final int OFFSET = 8;
  private static final int VIRTUAL = 16;
  private static final int PHYSICAL = 24;
  private static final int FILE_SIZE = 32;
  private static final int MEMORY_SIZE = 40;

  /** The largest that anything in a guest can be. */
  static final long MAX_SIZE = 1L << GuestAddress.MAX_BITS;

  /**
   * Reads a header.
   *
   * @param header the file's program headers, little-endian
   * @param at where this one is among them
   * @param headerOffset where it is in the file
   * @throws io.jvmm.vmm.error.ConfigurationException if it makes no sense
   */
  static ElfSegment read(Source source, ByteBuffer header, int at, long headerOffset) {
    ElfSegment segment =
        new ElfSegment(
            headerOffset,
            header.getLong(at + OFFSET),
            header.getLong(at + VIRTUAL),
            header.getLong(at + PHYSICAL),
            header.getLong(at + FILE_SIZE),
            header.getLong(at + MEMORY_SIZE));
    segment.requireSense(source);
    return segment;
  }

  private void requireSense(Source source) {
    boolean sized = memorySize >= 0 && memorySize <= MAX_SIZE;
    boolean filled = fileSize >= 0 && fileSize <= memorySize && offset >= 0 && offset <= MAX_SIZE;
    if (!sized || !filled || wraps(virtual) || wraps(physical)) {
      throw source.problem(
          "has a damaged ELF program header at offset 0x"
              + Long.toHexString(headerOffset)
              + ": "
              + this
              + "; get a fresh copy");
    }
  }

  private boolean wraps(long address) {
    return Long.compareUnsigned(address + memorySize, address) < 0;
  }

  /** Whether it holds an address, given where it starts. */
  boolean holds(long address, long start) {
    return Long.compareUnsigned(address - start, memorySize) < 0;
  }

  /** What the file has of it. */
  Slice content(Source source) {
    return new Slice(source, offset, fileSize);
  }

  /** The part of the kernel that it is, {@code kernelOffset} bytes from the kernel's start. */
  Segment at(long kernelOffset, Source source) {
    return new Segment(kernelOffset, memorySize, new SegmentPayload(content(source)));
  }

  @Override
  public String toString() {
    return "0x%x bytes at offset 0x%x for 0x%x bytes at address 0x%x, loaded to 0x%x"
        .formatted(fileSize, offset, memorySize, virtual, physical);
  }
}
