package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.DiskSpec.Format;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A disk image that is to be made. It appears whole or not at all, and takes as little space as its
 * contents need.
 *
 * @param file where it is to be
 * @param format its format
 * @param size of the disk, in bytes: a multiple of {@value DiskImage#SECTOR}
 * @param clusterSize in bytes, a power of two from 512 to 2 MiB; of no meaning for a raw image
 * @param backing the image that it is based on, if it is; not with a raw image
 */
public record NewImage(
    Path file, Format format, long size, int clusterSize, Optional<Path> backing) {
  /** What most tools make, in bytes. */
  public static final int USUAL_CLUSTER_SIZE = 1 << 16;

  private static final long ONE_MEBIBYTE = 1 << 20;

  /**
   * Checks that there can be such an image.
   *
   * @throws ConfigurationException if not; the message says what there can be
   */
  public NewImage {
    if (size < DiskImage.SECTOR || size % DiskImage.SECTOR != 0) {
      throw refused(
          file, "a disk has whole sectors of %d bytes, not %d".formatted(DiskImage.SECTOR, size));
    }
    if (Integer.bitCount(clusterSize) != 1
        || clusterSize < 1 << Geometry.MIN_CLUSTER_BITS
        || clusterSize > 1 << Geometry.MAX_CLUSTER_BITS) {
      throw refused(
          file,
          "clusters are a power of two from 512B to 2MiB, not %d bytes".formatted(clusterSize));
    }
    if (format == Format.RAW && backing.isPresent()) {
      throw refused(file, "a raw image is based on no other: make it in format qcow2");
    }
    long most = geometry(clusterSize).maxSize();
    if (format == Format.QCOW2 && size > most) {
      throw refused(
          file,
          "with clusters of %d bytes a disk has at most %d bytes: make them larger"
              .formatted(clusterSize, most));
    }
  }

  private static ConfigurationException refused(Path file, String why) {
    return new ConfigurationException("cannot make disk image %s: %s".formatted(file, why));
  }

  private static Geometry geometry(int clusterSize) {
    return new Geometry(Integer.numberOfTrailingZeros(clusterSize));
  }

  /**
   * Makes it: zeroes, or what the image has that it is based on.
   *
   * @param replace whether it may take the place of a file that exists
   * @throws ConfigurationException if it may not, or if a file cannot be used; nothing has changed
   * @throws HostException if the host fails; nothing has changed
   */
  public void create(boolean replace) {
    make(replace, _ -> {});
  }

  /**
   * Makes it with the contents of another, of the same size; see {@link #create}.
   *
   * @param progress is told again and again how many bytes are done
   */
  public void create(boolean replace, DiskImage contents, LongConsumer progress) {
    make(replace, file -> fill(file, contents, progress));
  }

  private void fill(Path made, DiskImage contents, LongConsumer progress) {
    try (DiskImage image = AnyImage.open(made, Optional.of(format), false)) {
      new ImageCopy(contents, image).run(progress);
      image.flush();
    }
  }

  private void make(boolean replace, Consumer<Path> fill) {
    try (PartialFile partial = PartialFile.of(file, replace)) {
      makeEmpty(partial.path());
      fill.accept(partial.path());
      partial.takePlace();
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException(
          "%s exists by now: another process has made it".formatted(e.getFile()));
    } catch (IOException | HostException e) {
      throw new HostException(
          "cannot make disk image %s: %s; the file system has %d MiB free"
              .formatted(file, e.getMessage(), spaceLeft()),
          e);
    }
  }

  private long spaceLeft() {
    Path directory = file.toAbsolutePath().getParent();
    return directory == null ? 0 : directory.toFile().getUsableSpace() / ONE_MEBIBYTE;
  }

  private void makeEmpty(Path made) throws IOException {
    switch (format) {
      case RAW -> {
        try (RandomAccessFile raw = new RandomAccessFile(made.toFile(), "rw")) {
          raw.setLength(size); // a hole
        }
      }
      case QCOW2 ->
          Qcow2Creator.create(
              made, geometry(clusterSize).clusterBits(), size, backing.map(NewImage::reference));
    }
  }

  /** Says of what format the backing file is; that is not to be guessed again later. */
  private static BackingReference reference(Path backing) {
    try (DiskImage image = AnyImage.open(backing, Optional.empty(), true)) {
      return new BackingReference(
          backing.toAbsolutePath().normalize().toString(),
          Optional.of(image instanceof Qcow2Image ? "qcow2" : "raw"));
    }
  }
}
