package io.jvmm.virtio.block;

import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Does what requests ask (virtio 1.3, 5.2.6), straight between guest memory and the image. Safe for
 * use by any thread.
 */
final class BlockCommands {
  static final byte S_OK = 0;
  static final byte S_IOERR = 1;
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
        case BlockRequest.T_IN -> allows(request) ? read(request) : S_IOERR;
        case BlockRequest.T_OUT -> allows(request) ? write(request) : S_IOERR;
        case BlockRequest.T_FLUSH -> flush();
        case BlockRequest.T_GET_ID -> identify(request.answer());
        case BlockRequest.T_DISCARD -> disk.image().canDiscard() ? discard(request) : S_UNSUPP;
        case BlockRequest.T_WRITE_ZEROES -> writeZeroes(request);
        default -> S_UNSUPP;
      };
    } catch (HostException e) {
      return failed(e.getMessage());
    }
  }

  /** Reports what the host failed to do, and says with what status the request ends. */
  byte failed(String problem) {
    problems.warn(problem);
    return S_IOERR;
  }

  /** Whether the disk has what is to be read or written, and takes writes if this is one. */
  boolean allows(BlockRequest request) {
    boolean changes = request.type() == BlockRequest.T_OUT;
    return !(changes && disk.image().isReadOnly())
        && disk.contains(request.sector(), request.bytes(disk));
  }

  /** Whether a write that ends now goes to stable storage before it is completed. */
  boolean isWriteThrough() {
    return writeThrough.getAsBoolean();
  }

  private byte read(BlockRequest request) {
    BufferCursor target = request.answer();
    long length = request.bytes(disk);
    long offset = request.offset();
    for (long left = length; left > 0; ) {
      MemorySegment piece = target.next(left);
      disk.image().read(piece, offset + length - left);
      left -= piece.byteSize();
    }
    return S_OK;
  }

  private byte write(BlockRequest request) {
    BufferCursor source = request.source();
    long length = source.remaining();
    long offset = request.offset();
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
    return isWriteThrough() ? flush() : S_OK;
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
