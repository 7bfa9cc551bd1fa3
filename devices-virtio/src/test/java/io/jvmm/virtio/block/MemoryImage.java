package io.jvmm.virtio.block;

import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A disk image in memory that counts, and fails on demand. */
public final class MemoryImage implements DiskImage {
  private byte[] bytes;
  private final boolean readOnly;
  private boolean failing;
  private int flushes;
  private int closes;

  /** A disk of zeroes. */
  public MemoryImage(int sectors, boolean readOnly) {
    this.bytes = new byte[sectors * SECTOR];
    this.readOnly = readOnly;
  }

  byte[] bytes() {
    return bytes;
  }

  int flushes() {
    return flushes;
  }

  int closes() {
    return closes;
  }

  void failFromNowOn() {
    failing = true;
  }

  @Override
  public List<Path> files() {
    return List.of(Path.of("disk.img"));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void grow(long size) {
    check();
    bytes = Arrays.copyOf(bytes, Math.toIntExact(size));
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void read(MemorySegment target, long offset) {
    check();
    target.copyFrom(segment(offset, target));
  }

  @Override
  public void write(MemorySegment source, long offset) {
    check();
    segment(offset, source).copyFrom(source);
  }

  @Override
  public boolean canDiscard() {
    return true;
  }

  @Override
  public void discard(long offset, long length) {
    check();
    MemorySegment.ofArray(bytes).asSlice(offset, length).fill((byte) 0);
  }

  private MemorySegment segment(long offset, MemorySegment other) {
    return MemorySegment.ofArray(bytes).asSlice(offset, other.byteSize());
  }

  @Override
  public void flush() {
    check();
    flushes++;
  }

  private void check() {
    if (failing) {
      throw new HostException("cannot use disk.img: No space left on device");
    }
  }

  @Override
  public void close() {
    closes++;
  }
}
