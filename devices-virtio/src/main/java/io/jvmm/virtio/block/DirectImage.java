package io.jvmm.virtio.block;

import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.error.ConfigurationException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A disk image without a format that is read and written past the host's page cache (open(2),
 * O_DIRECT). The kernel then takes whole blocks only, in memory that is aligned as they are. What a
 * guest asks for otherwise goes through a buffer; parts of blocks are written by reading the blocks
 * first, which is slow: its driver should know of the size of blocks.
 */
public final class DirectImage extends UnformattedImage {
  /** What addresses, offsets and lengths are to be multiples of: more than most hosts ask for. */
  public static final int BLOCK = 4096;

  private static final int BUFFER_BYTES = 64 * BLOCK;
  private static final ThreadLocal<MemorySegment> BUFFER =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(BUFFER_BYTES, BLOCK));

  private static final int ALL = Integer.MAX_VALUE;

  /**
   * Who writes whole blocks has one of these, who writes parts of them has all. First come, first
   * served; and one thread may give back what another took, as a write of the kernel's needs.
   */
  private final Semaphore blocks = new Semaphore(ALL, true);

  private DirectImage(ImageFile file) {
    super(file);
  }

  /**
   * Opens and locks an image.
   *
   * @throws ConfigurationException as {@link RawImage#open} does, and if the file's size is no
   *     multiple of {@value #BLOCK} or its file system cannot do without the page cache
   * @throws io.jvmm.vmm.error.HostException if the host fails otherwise
   */
  public static DirectImage open(Path path, boolean readOnly) {
    DirectImage image = new DirectImage(ImageFile.openDirect(path, readOnly));
    if (image.size() == 0 || image.size() % BLOCK != 0) {
      image.close();
      throw new ConfigurationException(
          "disk image %s has %d bytes: without the host's cache it must be a multiple of %d"
              .formatted(path, image.size(), BLOCK));
    }
    return image;
  }

  @Override
  public void read(MemorySegment target, long offset) {
    if (isWholeBlocks(target, offset) && isAligned(target.address())) {
      file.read(target, offset);
      return;
    }
    for (long done = 0; done < target.byteSize(); ) {
      Part part = Part.of(offset + done, target.byteSize() - done);
      file.read(part.blocks(), part.start);
      target.asSlice(done, part.length).copyFrom(part.wanted());
      done += part.length;
    }
  }

  @Override
  public void write(MemorySegment source, long offset) {
    boolean whole = isWholeBlocks(source, offset);
    int share = whole ? 1 : ALL;
    blocks.acquireUninterruptibly(share);
    try {
      if (whole && isAligned(source.address())) {
        file.write(source, offset);
      } else {
        writeInParts(source, offset, !whole);
      }
    } finally {
      blocks.release(share);
    }
  }

  @Override
  int unit() {
    return BLOCK;
  }

  @Override
  boolean isCached() {
    return false;
  }

  /** What must go through a buffer is not the kernel's. */
  @Override
  boolean suitsKernel(BufferCursor memory, long bytes, long offset) {
    return isAligned(offset)
        && memory.allMatch(
            bytes, piece -> isAligned(piece.address()) && isAligned(piece.byteSize()));
  }

  /** Not while parts of blocks are written, or somebody waits to write some. */
  @Override
  boolean tryKernelWrite() {
    try {
      return blocks.tryAcquire(0, TimeUnit.SECONDS); // unlike tryAcquire(), behind who waits
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  void endKernelWrite() {
    blocks.release();
  }

  private void writeInParts(MemorySegment source, long offset, boolean keepRest) {
    for (long done = 0; done < source.byteSize(); ) {
      Part part = Part.of(offset + done, source.byteSize() - done);
      if (keepRest) {
        file.read(part.blocks(), part.start);
      }
      part.wanted().copyFrom(source.asSlice(done, part.length));
      file.write(part.blocks(), part.start);
      done += part.length;
    }
  }

  /**
   * A part of a request, and the blocks around it in this thread's buffer.
   *
   * @param start where the blocks begin, in bytes
   * @param before how much of them comes before the part
   * @param length how long the part is
   */
  private record Part(long start, int before, int length) {
    static Part of(long offset, long length) {
      int before = (int) (offset % BLOCK);
      return new Part(offset - before, before, (int) Math.min(length, BUFFER_BYTES - before));
    }

    MemorySegment blocks() {
      return BUFFER.get().asSlice(0, Math.ceilDiv(before + length, BLOCK) * (long) BLOCK);
    }

    MemorySegment wanted() {
      return BUFFER.get().asSlice(before, length);
    }
  }

  private static boolean isWholeBlocks(MemorySegment memory, long offset) {
    return isAligned(offset) && isAligned(memory.byteSize());
  }

  private static boolean isAligned(long number) {
    return number % BLOCK == 0;
  }
}
