package io.jvmm.virtio.block;

import java.nio.file.Path;
import java.util.List;

/** A disk image of one file, of which byte {@code n} is byte {@code n} of the disk. */
abstract sealed class UnformattedImage implements DiskImage permits RawImage, DirectImage {
  final ImageFile file;
  private final long size;

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

  @Override
  public boolean isReadOnly() {
    return file.isReadOnly();
  }

  @Override
  public void flush() {
    file.flush();
  }

  @Override
  public void close() {
    file.close();
  }
}
