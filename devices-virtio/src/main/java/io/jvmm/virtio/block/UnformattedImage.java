package io.jvmm.virtio.block;

import io.jvmm.virtio.queue.BufferCursor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/** A disk image of one file, of which byte {@code n} is byte {@code n} of the disk. */
abstract sealed class UnformattedImage implements DiskImage permits RawImage, DirectImage {
  final ImageFile file;
  private volatile long size; // in bytes; only becomes more, under this monitor

  UnformattedImage(ImageFile file) {
    this.file = file;
    this.size = file.size();
  }

  @Override
  public List<Path> files() {
    return List.of(file.path());
  }

  @Override
  public long size() {
    return size;
  }

  /** A file that is longer already, as a block device may be by now, is only looked at. */
  @Override
  public synchronized void grow(long bytes) {
    ImageGrowth.check(this, bytes, unit());
    file.extend(bytes, Arena.ofAuto().allocate(unit(), unit()));
    size = bytes;
  }

  /** What its size is a multiple of, in bytes. */
  abstract int unit();

  @Override
  public boolean isReadOnly() {
    return file.isReadOnly();
  }

  @Override
  public boolean isParallel() {
    return true;
  }

  /** Whether the host keeps its contents in memory. */
  abstract boolean isCached();

  /**
   * Whether the kernel can be asked for this by itself: bytes from an offset on, read into the next
   * bytes of some memory or written from there.
   */
  abstract boolean suitsKernel(BufferCursor memory, long bytes, long offset);

  /**
   * Whether a write may be left to the kernel now. If so, {@link #endKernelWrite} is to follow when
   * it has ended, on whatever thread.
   */
  boolean tryKernelWrite() {
    return true;
  }

  void endKernelWrite() {}

  @Override
  public void flush() {
    file.flush();
  }

  @Override
  public void close() {
    file.close();
  }
}
