package io.jvmm.virtio.block;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Does what requests ask (virtio 1.3, 5.2.6), straight between guest memory and the image. */
final class BlockCommands {
  static final byte S_OK = 0;
  private static final byte S_IOERR = 1;
  private static final byte S_UNSUPP = 2;

  private final Disk disk;
  private final BooleanSupplier writeThrough;
  private final ProblemLog problems;

  /**
   * The commands of a disk.
   *
   * @param writeThrough whether a write that ends now goes to stable storage before it is completed
   */
  BlockCommands(Disk disk, BooleanSupplier writeThrough, ProblemLog problems) {
    this.disk = disk;
    this.writeThrough = writeThrough;
    this.problems = problems;
  }

  /** Carries a request out, and says with what status. */
  byte execute(BlockRequest request) {
    try {
      return switch (request.type()) {
        case BlockRequest.T_IN -> read(request.sector(), request.answer());
        case BlockRequest.T_OUT -> write(request.sector(), request.source());
        case BlockRequest.T_FLUSH -> flush();
        case BlockRequest.T_GET_ID -> identify(request.answer());
        case BlockRequest.T_DISCARD -> disk.image().canDiscard() ? discard(request) : S_UNSUPP;
        case BlockRequest.T_WRITE_ZEROES -> writeZeroes(request);
        default -> S_UNSUPP;
      };
    } catch (HostException e) {
      problems.warn(e.getMessage());
      return S_IOERR;
    }
  }

  private byte read(long sector, BufferCursor target) {
    long length = target.remaining() - 1;
    if (!disk.contains(sector, length)) {
      return S_IOERR;
    }
    long offset = sector * DiskImage.SECTOR;
    for (long left = length; left > 0; ) {
      MemorySegment piece = target.next(left);
      disk.image().read(piece, offset + length - left);
      left -= piece.byteSize();
    }
    return S_OK;
  }

  private byte write(long sector, BufferCursor source) {
    long length = source.remaining();
    if (disk.image().isReadOnly() || !disk.contains(sector, length)) {
      return S_IOERR;
    }
    long offset = sector * DiskImage.SECTOR;
    for (long left = length; left > 0; left = source.remaining()) {
      disk.image().write(source.next(left), offset + length - left);
    }
    return written();
  }

  /** A discard has no flags (5.2.6.2). */
  private byte discard(BlockRequest request) {
    byte status = check(request, 0);
    if (status == S_OK) {
      ranges(request).forEach(range -> disk.image().discard(range.offset(), range.length()));
    }
    return status;
  }

  private byte writeZeroes(BlockRequest request) {
    byte status = check(request, RangeRequest.UNMAP);
    if (status != S_OK) {
      return status;
    }
    for (RangeRequest range : ranges(request)) {
      disk.image().writeZeroes(range.offset(), range.length(), range.mayUnmap());
    }
    return written();
  }

  /** All is checked before anything is done. */
  private byte check(BlockRequest request, int knownFlags) {
    if (disk.image().isReadOnly() || request.ranges().isEmpty()) {
      return S_IOERR;
    }
    List<RangeRequest> ranges = ranges(request);
    if (ranges.stream().anyMatch(range -> (range.flags() & ~knownFlags) != 0)) {
      return S_UNSUPP;
    }
    return ranges.stream().allMatch(range -> range.isWithin(disk)) ? S_OK : S_IOERR;
  }

  private static List<RangeRequest> ranges(BlockRequest request) {
    return request.ranges().orElseThrow();
  }

  private byte written() {
    return writeThrough.getAsBoolean() ? flush() : S_OK;
  }

  private byte flush() {
    disk.image().flush();
    return S_OK;
  }

  private byte identify(BufferCursor target) {
    MemorySegment id = MemorySegment.ofArray(disk.identity());
    target.copyFrom(id.asSlice(0, Math.min(id.byteSize(), target.remaining() - 1)));
    return S_OK;
  }
}
