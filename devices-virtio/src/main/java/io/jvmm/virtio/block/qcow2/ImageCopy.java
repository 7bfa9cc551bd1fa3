package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/**
 * Copies a disk's contents to a new image, which reads as zeroes so far: zeroes are not written.
 *
 * @param source read from its start to its end
 * @param target of the same size
 */
record ImageCopy(DiskImage source, DiskImage target) {
  /** At a time, in bytes: whole clusters of every size. */
  private static final int PIECE = 1 << Geometry.MAX_CLUSTER_BITS;

  private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[PIECE]).asReadOnly();

  /** Copies; says after each piece how many bytes are done. */
  void run(LongConsumer progress) {
    MemorySegment buffer = MemorySegment.ofArray(new byte[PIECE]);
    for (long at = source.nextData(0); at < source.size(); at = source.nextData(at)) {
      long length = Math.min(PIECE - at % PIECE, source.size() - at);
      MemorySegment piece = buffer.asSlice(0, length);
      source.read(piece, at);
      write(piece, at);
      at += length;
      progress.accept(at);
    }
    progress.accept(source.size());
  }

  /** Writes what is not zero, by the units in which the target takes space. */
  private void write(MemorySegment piece, long offset) {
    for (long from = 0; from < piece.byteSize(); ) {
      long end = endOfRun(piece, from);
      if (!isZero(piece, from)) {
        target.write(piece.asSlice(from, end - from), offset + from);
      }
      from = end;
    }
  }

  /** Where the units end that are zeroes, or are not, as the one here. */
  private long endOfRun(MemorySegment piece, long from) {
    boolean zero = isZero(piece, from);
    long end = from;
    while (end < piece.byteSize() && isZero(piece, end) == zero) {
      end += unit(piece, end);
    }
    return end;
  }

  private boolean isZero(MemorySegment piece, long from) {
    long length = unit(piece, from);
    return piece.asSlice(from, length).mismatch(ZEROES.asSlice(0, length)) < 0;
  }

  private long unit(MemorySegment piece, long from) {
    return Math.min(target.granularity(), piece.byteSize() - from);
  }
}
