package io.jvmm.load.disk.block;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A part of a disk that reads cannot leave: the disk, a partition, a file system. Offsets are bytes
 * from its start, errors give those from the start of the disk.
 */
public final class Section {
  /** The most metadata that is read at once: a block of the largest size that ext4 has. */
  public static final int MAX_METADATA = 64 << 10;

  private static final String REMEDY =
      "check it in the guest, or name the kernel in the specification";

  private final Disk disk;
  private final String name;
  private final long start;
  private final long size;

  Section(Disk disk, String name, long start, long size) {
    this.disk = disk;
    this.name = name;
    this.start = start;
    this.size = size;
  }

  /** What errors call it, such as {@code disk root.img, partition 1}. */
  public String name() {
    return name;
  }

  /** How many bytes it has. */
  public long size() {
    return size;
  }

  /** The same bytes, called {@code suffix} more precisely. */
  public Section named(String suffix) {
    return new Section(disk, name + suffix, start, size);
  }

  /** Whether bytes lie within it; any {@code offset} and {@code length} may be asked about. */
  public boolean has(long offset, long length) {
    return offset >= 0 && length >= 0 && length <= size && offset <= size - length;
  }

  /**
   * A part of it.
   *
   * @param suffix what is added to the name
   * @throws IllegalArgumentException if it does not lie within this one: see {@link #has}
   */
  public Section part(long offset, long length, String suffix) {
    if (!has(offset, length)) {
      throw new IllegalArgumentException(offset + "+" + length + " is not within " + name);
    }
    return new Section(disk, name + suffix, start + offset, length);
  }

  /**
   * Reads metadata: little-endian, from the cache, counted.
   *
   * @param length at most {@link #MAX_METADATA}
   * @param what is read, for errors
   * @return a buffer of its own, from 0 to {@code length}
   * @throws ConfigurationException if it lies outside, or if too much was read of the disk
   */
  public ByteBuffer metadata(long offset, int length, String what) {
    require(offset, length, what);
    byte[] bytes = new byte[length];
    disk.readMetadata(start + offset, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Fills {@code target} with data: neither cached nor counted.
   *
   * @throws ConfigurationException if it lies outside
   */
  public void data(long offset, ByteBuffer target, String what) {
    require(offset, target.remaining(), what);
    disk.readData(start + offset, target);
  }

  private void require(long offset, long length, String what) {
    if (!has(offset, length)) {
      throw new ConfigurationException(
          "%s: %s is damaged: its %d bytes at byte %s are outside the %d bytes from byte %d on; %s"
              .formatted(name, what, length, unsigned(offset), size, start, REMEDY));
    }
  }

  /**
   * That something on the disk cannot be as it is.
   *
   * @param what the structure
   * @param offset where it is
   * @param why what is wrong with it
   */
  public ConfigurationException damaged(String what, long offset, String why) {
    return new ConfigurationException(
        "%s: %s at byte %s is damaged: %s; %s"
            .formatted(name, what, unsigned(offset), Printable.of(why), REMEDY));
  }

  /** That something is in order and not supported; {@code what} continues the name. */
  public ConfigurationException unsupported(String what) {
    return new ConfigurationException(
        "%s: %s: name the kernel in the specification".formatted(name, Printable.of(what)));
  }

  // Where hostile offsets are beyond the disk, the sum may wrap: then the number is as odd as they.
  private String unsigned(long offset) {
    return Long.toUnsignedString(start + offset);
  }
}
