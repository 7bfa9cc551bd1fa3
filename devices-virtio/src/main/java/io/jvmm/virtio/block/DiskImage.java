package io.jvmm.virtio.block;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * What a disk's contents are kept in. Offsets and lengths are multiples of {@value #SECTOR} and lie
 * within {@link #size}: the device sees to that. Safe for use by any thread; every failure is a
 * {@link io.jvmm.vmm.error.HostException} that names the image.
 */
public interface DiskImage extends AutoCloseable {
  /** Bytes in a sector (virtio 1.3, 5.2.4). */
  int SECTOR = 512;

  /** The files that it is in: first its own, then those that it is based on, the nearest first. */
  List<Path> files();

  /** How many bytes the disk has: at least one sector, and whole sectors. */
  long size();

  /**
   * Makes the disk larger, which is on stable storage on return. What is new reads as zeroes,
   * except for a raw image whose file or device had it already: that is left as it is. A failure
   * leaves the disk's size and contents as they were.
   *
   * @param bytes how many bytes it has then
   * @throws io.jvmm.vmm.error.ConfigurationException if it has more already, is read-only, or
   *     cannot have so many; the message says what to do
   */
  void grow(long bytes);

  /** Whether it refuses to be written. */
  boolean isReadOnly();

  /**
   * The unit, in bytes, in which it takes space and gives it back: a power of two, at least {@value
   * #SECTOR}. Without a format it is what most hosts' file systems use.
   */
  default int granularity() {
    return 4096;
  }

  /** Whether requests of several threads are served side by side. */
  default boolean isParallel() {
    return false;
  }

  /** Whether {@link #discard} gives space back. */
  default boolean canDiscard() {
    return false;
  }

  /**
   * The first offset from one on, up to {@link #size}, that may have other contents than zeroes: a
   * way past what takes no space, for who reads all of it.
   */
  default long nextData(long offset) {
    return offset;
  }

  /** Reads as many bytes as {@code target} has. */
  void read(MemorySegment target, long offset);

  /** Writes all of {@code source}; it may not be on stable storage before {@link #flush}. */
  void write(MemorySegment source, long offset);

  /** The contents of a part do not matter any more: what is read from it is the image's choice. */
  default void discard(long offset, long length) {}

  /**
   * Makes a part read as zeroes.
   *
   * @param mayUnmap whether the space may be given back
   */
  default void writeZeroes(long offset, long length, boolean mayUnmap) {
    for (long done = 0; done < length; ) {
      MemorySegment zeroes = Zeroes.upTo(length - done);
      write(zeroes, offset + done);
      done += zeroes.byteSize();
    }
  }

  /** Brings everything written to stable storage. */
  void flush();

  /** Closes it; closing twice does nothing. */
  @Override
  void close();
}
