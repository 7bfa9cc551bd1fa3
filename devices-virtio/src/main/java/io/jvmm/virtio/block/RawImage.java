package io.jvmm.virtio.block;

import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.error.ConfigurationException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A disk image without a format: byte {@code n} of the file is byte {@code n} of the disk. Reads
 * and writes of several threads go on side by side.
 */
public final class RawImage extends UnformattedImage {
  private RawImage(ImageFile file) {
    super(file);
  }

  /**
   * Opens and locks an image.
   *
   * @throws ConfigurationException if there is none, if it is no file or block device, if its size
   *     is impossible, if permissions forbid it, or if it is in use
   * @throws io.jvmm.vmm.error.HostException if the host fails otherwise
   */
  public static RawImage open(Path path, boolean readOnly) {
    return checked(new RawImage(ImageFile.open(path, readOnly)), RawImage::checkSize);
  }

  /**
   * Opens an image of which nobody has said that it is raw: refused if it looks like another
   * format. Taken as raw, such a file would be destroyed; taken for what it looks like, a guest
   * with a raw disk could make it name any file of the host's as its backing file.
   *
   * @throws ConfigurationException also if the file begins as another format does
   */
  public static RawImage openUndeclared(Path path, boolean readOnly) {
    return checked(open(path, readOnly), image -> ImageSignature.refuseFormatted(path, image.file));
  }

  /**
   * Opens the file that a copy-on-write image is based on, read-only. It may have any size: what it
   * lacks of the last sector is zero.
   */
  public static RawImage openBacking(Path path) {
    return new RawImage(ImageFile.open(path, true));
  }

  private interface Check {
    void check(RawImage image);
  }

  private static RawImage checked(RawImage image, Check check) {
    try {
      check.check(image);
      return image;
    } catch (RuntimeException e) {
      image.close();
      throw e;
    }
  }

  private void checkSize() {
    if (size() == 0 || size() % SECTOR != 0) {
      throw new ConfigurationException(
          "disk image %s has %d bytes: a disk has one or more sectors of %d bytes"
              .formatted(file.path(), size(), SECTOR));
    }
  }

  @Override
  int unit() {
    return SECTOR;
  }

  @Override
  boolean isCached() {
    return true;
  }

  @Override
  boolean suitsKernel(BufferCursor memory, long bytes, long offset) {
    return true;
  }

  @Override
  public void read(MemorySegment target, long offset) {
    file.read(target, offset);
  }

  @Override
  public void write(MemorySegment source, long offset) {
    file.write(source, offset);
  }
}
