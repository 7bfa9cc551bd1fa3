package io.jvmm.virtio.block;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * Serves one request queue while a driver runs the disk (virtio 1.3, 5.2.6), one request after the
 * other, straight between guest memory and the image. A request is a header that the device reads,
 * data that it reads or writes, and one status byte that it writes last.
 */
final class BlockRequests implements DeviceWorker.Handler {
  private static final int HEADER_SIZE = 16;
  private static final ValueLayout.OfInt TYPE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong SECTOR_NUMBER =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final int SECTOR_OFFSET = 8;

  private static final int T_IN = 0;
  private static final int T_OUT = 1;
  private static final int T_FLUSH = 4;
  private static final int T_GET_ID = 8;
  private static final int T_DISCARD = 11;
  private static final int T_WRITE_ZEROES = 13;

  private static final byte S_OK = 0;
  private static final byte S_IOERR = 1;
  private static final byte S_UNSUPP = 2;

  private Virtqueue queue; // replaced only between two runs of the worker's thread
  private final Disk disk;
  private final boolean writeThrough;
  private final ProblemLog problems;
  private final DescriptorChain chain = new DescriptorChain();
  private final MemorySegment header = MemorySegment.ofArray(new byte[HEADER_SIZE]);

  /**
   * A handler of one queue.
   *
   * @param writeThrough whether every write goes to stable storage before it is completed
   */
  BlockRequests(Virtqueue queue, Disk disk, boolean writeThrough, ProblemLog problems) {
    this.queue = queue;
    this.disk = disk;
    this.writeThrough = writeThrough;
    this.problems = problems;
  }

  @Override
  public boolean step() {
    if (!queue.poll(chain)) {
      return queue.enableNotifications();
    }
    long written = serve(chain.readable(), chain.writable());
    queue.complete(chain, written);
    queue.publish();
    return true;
  }

  @Override
  public void replaceQueue(int index, Virtqueue replacement) {
    queue = replacement;
  }

  /** Serves a request; says how many bytes the driver finds written from the beginning. */
  private long serve(BufferCursor request, BufferCursor answer) {
    if (request.copyTo(header) != HEADER_SIZE || answer.remaining() == 0) {
      throw new GuestException("a disk request has no header of 16 bytes, or no status byte");
    }
    long answerLength = answer.remaining();
    byte status = execute(request, answer);
    long dataWritten = status == S_OK ? answerLength - answer.remaining() : 0;
    answer.skip(answer.remaining() - 1);
    answer.put(status);
    return dataWritten == answerLength - 1 ? answerLength : dataWritten;
  }

  private byte execute(BufferCursor request, BufferCursor answer) {
    long sector = header.get(SECTOR_NUMBER, SECTOR_OFFSET);
    try {
      return switch (header.get(TYPE, 0)) {
        case T_IN -> read(sector, answer);
        case T_OUT -> write(sector, request);
        case T_FLUSH -> flush();
        case T_GET_ID -> identify(answer);
        case T_DISCARD -> disk.image().canDiscard() ? discard(request) : S_UNSUPP;
        case T_WRITE_ZEROES -> writeZeroes(request);
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
    return writeThrough ? flush() : S_OK;
  }

  /** A discard has no flags (5.2.6.2). */
  private byte discard(BufferCursor source) {
    Optional<List<RangeRequest>> ranges = RangeRequest.readAll(source);
    byte status = check(ranges, 0);
    if (status == S_OK) {
      ranges.orElseThrow().forEach(r -> disk.image().discard(r.offset(), r.length()));
    }
    return status;
  }

  private byte writeZeroes(BufferCursor source) {
    Optional<List<RangeRequest>> ranges = RangeRequest.readAll(source);
    byte status = check(ranges, RangeRequest.UNMAP);
    if (status != S_OK) {
      return status;
    }
    for (RangeRequest range : ranges.orElseThrow()) {
      disk.image().writeZeroes(range.offset(), range.length(), range.mayUnmap());
    }
    return writeThrough ? flush() : S_OK;
  }

  /** All is checked before anything is done. */
  private byte check(Optional<List<RangeRequest>> ranges, int knownFlags) {
    if (disk.image().isReadOnly() || ranges.isEmpty()) {
      return S_IOERR;
    }
    if (ranges.get().stream().anyMatch(range -> (range.flags() & ~knownFlags) != 0)) {
      return S_UNSUPP;
    }
    return ranges.get().stream().allMatch(range -> range.isWithin(disk)) ? S_OK : S_IOERR;
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
