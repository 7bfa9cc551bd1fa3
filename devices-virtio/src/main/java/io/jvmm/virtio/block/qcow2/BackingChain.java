package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images that one is opened for, from the top of a chain to the one whose backing file is to be
 * opened. Backing files are opened read-only; machines share them.
 *
 * @param images the paths, the nearest last
 */
record BackingChain(List<Path> images) {
  /** A chain that is longer is a loop, or nothing that a guest's reads should wait for. */
  static final int MAX_LENGTH = 64;

  private static final Pattern PROTOCOL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

  /** Copies the list. */
  BackingChain {
    images = List.copyOf(images);
  }

  /** Of an image that is the top itself. */
  static BackingChain of(Path top) {
    return new BackingChain(List.of(top));
  }

  /**
   * Opens the backing file.
   *
   * @throws ConfigurationException if it cannot be; the message names each image on the way
   */
  Optional<DiskImage> open(Optional<BackingReference> reference) {
    return reference.map(this::open);
  }

  private DiskImage open(BackingReference reference) {
    Path file = locate(reference);
    if (images.size() >= MAX_LENGTH) {
      throw refused("has a chain of more than %d backing files".formatted(MAX_LENGTH - 1));
    }
    if (images.stream().anyMatch(image -> isSame(image, file))) {
      throw refused("is based on itself, by way of its backing file %s".formatted(file));
    }
    try {
      return open(file, reference);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          "%s; %s is based on it".formatted(e.getMessage(), images.getLast()));
    }
  }

  private DiskImage open(Path file, BackingReference reference) {
    String format =
        reference
            .format()
            .orElseThrow(
                () ->
                    refused(
                        ("does not say the format of its backing file %s, which is not guessed:"
                                + " say it with 'qemu-img rebase -u -F FORMAT -b FILE'")
                            .formatted(file)));
    return switch (format) {
      case "raw" -> RawImage.openBacking(file);
      case "qcow2" -> Qcow2Image.open(file, true, with(file));
      default ->
          throw refused(
              "has a backing file %s in format '%s': supported are raw and qcow2"
                  .formatted(file, format));
    };
  }

  private static boolean isSame(Path image, Path file) {
    try {
      return Files.isSameFile(image, file);
    } catch (IOException e) {
      return false; // and opening it says why
    }
  }

  private BackingChain with(Path next) {
    return new BackingChain(Stream.concat(images.stream(), Stream.of(next)).toList());
  }

  private Path locate(BackingReference reference) {
    if (PROTOCOL.matcher(reference.name()).matches()) {
      throw refused(
          "has a backing file '%s' that is no path: only files of this host are supported"
              .formatted(reference.name()));
    }
    try {
      return images.getLast().resolveSibling(reference.name());
    } catch (InvalidPathException e) {
      throw refused("has a backing file '%s' that is no path".formatted(reference.name()));
    }
  }

  private ConfigurationException refused(String why) {
    return BadImage.refused(images.getLast(), why);
  }
}
