package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that is being made: beside the one that it is to become, so that it is on the same file
 * system. It goes away on close, and with the process, unless it has taken its place.
 */
final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path path;
  private final Optional<ImageFile> replaced; // locked: nobody starts to use it meanwhile

  private PartialFile(Path target, Path path, Optional<ImageFile> replaced) {
    this.target = target;
    this.path = path;
    this.replaced = replaced;
  }

  /**
   * Makes one, empty.
   *
   * @param replace whether it may take the place of a file that exists
   * @throws ConfigurationException if it may not, if that one is in use or no ordinary file, or if
   *     there is no such directory
   */
  static PartialFile of(Path target, boolean replace) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new ConfigurationException(
          "cannot make disk image %s: there is no directory %s".formatted(target, directory));
    }
    Optional<ImageFile> replaced = replaced(absolute, replace);
    try {
      String name = ".%s.%d.part".formatted(absolute.getFileName(), ProcessHandle.current().pid());
      Path path = Files.createFile(directory.resolve(name));
      path.toFile().deleteOnExit(); // also when a signal ends the process
      return new PartialFile(absolute, path, replaced);
    } catch (IOException | RuntimeException e) {
      replaced.ifPresent(ImageFile::close);
      throw e;
    }
  }

  private static Optional<ImageFile> replaced(Path target, boolean replace) {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!replace) {
      throw new ConfigurationException(
          "%s exists: name another file, or say --force to replace it".formatted(target));
    }
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigurationException(
          "%s is no ordinary file, and is not replaced: name another".formatted(target));
    }
    return Optional.of(ImageFile.open(target, false));
  }

  /** Where it is meanwhile. */
  Path path() {
    return path;
  }

  /** Gives it its name. */
  void takePlace() throws IOException {
    if (replaced.isPresent()) {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.createLink(target, path); // unlike a move, never replaces what has come meanwhile
    }
  }

  @Override
  public void close() throws IOException {
    replaced.ifPresent(ImageFile::close);
    Files.deleteIfExists(path);
  }
}
