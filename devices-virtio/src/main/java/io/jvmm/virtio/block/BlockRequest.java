package io.jvmm.virtio.block;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.vmm.error.GuestException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * What a driver asks of a disk: struct virtio_blk_req (virtio 1.3, 5.2.6), as the guest has it, a
 * header that the device reads, data that it reads or writes, and one status byte that it writes
 * last. The header, and the ranges of a request that has some, are read from the guest once.
 *
 * @param type one of the constants, or anything else
 * @param sector the first sector; of no meaning where there are ranges
 * @param ranges what a discard or write zeroes request is about; empty if it is malformed, and for
 *     every other request
 * @param source the data that the device reads
 * @param answer what the device writes: the data, and the status byte
 */
record BlockRequest(
    int type,
    long sector,
    Optional<List<RangeRequest>> ranges,
    BufferCursor source,
    BufferCursor answer) {
  static final int T_IN = 0;
  static final int T_OUT = 1;
  static final int T_FLUSH = 4;
  static final int T_GET_ID = 8;
  static final int T_DISCARD = 11;
  static final int T_WRITE_ZEROES = 13;

  private static final int HEADER_SIZE = 16;
  private static final ValueLayout.OfInt TYPE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong SECTOR =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final int SECTOR_OFFSET = 8;

  /**
   * Reads a request; its data stays where it is.
   *
   * @throws GuestException if it has no header, or no status byte
   */
  static BlockRequest of(DescriptorChain chain) {
    BufferCursor source = chain.readable();
    MemorySegment header = MemorySegment.ofArray(new byte[HEADER_SIZE]);
    if (source.copyTo(header) != HEADER_SIZE || chain.writable().remaining() == 0) {
      throw new GuestException("a disk request has no header of 16 bytes, or no status byte");
    }
    int type = header.get(TYPE, 0);
    boolean ranged = type == T_DISCARD || type == T_WRITE_ZEROES;
    return new BlockRequest(
        type,
        header.get(SECTOR, SECTOR_OFFSET),
        ranged ? RangeRequest.readAll(source) : Optional.empty(),
        source,
        chain.writable());
  }

  /**
   * Whether limits hold it back. A flush never is: what it brings to stable storage was counted
   * when it was written. Nor is what does not reach the image.
   */
  boolean isLimited() {
    return switch (type) {
      case T_IN, T_OUT, T_DISCARD, T_WRITE_ZEROES -> true;
      default -> false;
    };
  }

  /** Where what it reads or writes begins, in bytes; only to be asked if the disk has it. */
  long offset() {
    return sector * DiskImage.SECTOR;
  }

  /** How many bytes of a disk it asks to read, write or zero. */
  long bytes(Disk disk) {
    return switch (type) {
      case T_IN -> answer.remaining() - 1;
      case T_OUT -> source.remaining();
      case T_WRITE_ZEROES -> zeroes(disk);
      default -> 0;
    };
  }

  /** Without what the disk refuses, which may be any number. */
  private long zeroes(Disk disk) {
    return ranges.orElse(List.of()).stream()
        .filter(range -> range.isWithin(disk))
        .mapToLong(RangeRequest::length)
        .sum();
  }
}
