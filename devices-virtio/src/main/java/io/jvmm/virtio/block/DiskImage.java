package io.jvmm.virtio.block;

import java.lang.foreign.MemorySegment;

/**
 * What a disk's contents are kept in. Offsets and lengths are multiples of {@value #SECTOR} and lie
 * within {@link #size}: the device sees to that. Used by one thread at a time; every failure is a
 * {@link io.jvmm.vmm.error.HostException} that names the image.
 */
public interface DiskImage extends AutoCloseable {
  /** Bytes in a sector (virtio 1.3, 5.2.4). */
  int SECTOR = 512;

  /** How many bytes the disk has: at least one sector, and whole sectors. */
  long size();

  /** Whether it refuses to be written. */
  boolean isReadOnly();

  /** Reads as many bytes as {@code target} has. */
  void read(MemorySegment target, long offset);

  /** Writes all of {@code source}; it may not be on stable storage before {@link #flush}. */
  void write(MemorySegment source, long offset);

  /** Brings everything written to stable storage. */
  void flush();

  /** Closes it; closing twice does nothing. */
  @Override
  void close();
}
