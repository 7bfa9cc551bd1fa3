package io.jvmm.virtio.block;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jvmm.virtio.queue.BufferCursor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of the disk that a request discards or fills with zeroes: struct
 * virtio_blk_discard_write_zeroes (virtio 1.3, 5.2.6), as the guest has it.
 *
 * @param sector the first sector
 * @param sectors how many sectors
 * @param flags {@link #UNMAP}, or what is reserved
 */
record RangeRequest(long sector, long sectors, int flags) {
  /** The flag that says: the space may be given back. */
  static final int UNMAP = 1;

  private static final int SIZE = 16;
  private static final ValueLayout.OfLong SECTOR =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt COUNT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** All that a request names; empty if it names too many, or part of one. */
  static Optional<List<RangeRequest>> readAll(BufferCursor source) {
    long count = source.remaining() / SIZE;
    if (source.remaining() % SIZE != 0 || count > Disk.MAX_RANGES) {
      return Optional.empty();
    }
    List<RangeRequest> ranges = new ArrayList<>();
    MemorySegment bytes = MemorySegment.ofArray(new byte[SIZE]);
    while (source.copyTo(bytes) == SIZE) {
      ranges.add(
          new RangeRequest(
              bytes.get(SECTOR, 0),
              Integer.toUnsignedLong(bytes.get(COUNT, Long.BYTES)),
              bytes.get(COUNT, Long.BYTES + Integer.BYTES)));
    }
    return Optional.of(ranges);
  }

  /** Whether a disk has all of it, and it is no larger than the disk allows. */
  boolean isWithin(Disk disk) {
    return sectors <= Disk.MAX_RANGE_SECTORS && disk.contains(sector, length());
  }

  /** Where it begins, in bytes. */
  long offset() {
    return sector * DiskImage.SECTOR;
  }

  /** How long it is, in bytes. */
  long length() {
    return sectors * DiskImage.SECTOR;
  }

  boolean mayUnmap() {
    return (flags & UNMAP) != 0;
  }
}
