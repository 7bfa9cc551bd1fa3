package io.jvmm.http.server;

import io.jvmm.monitor.socket.SocketListener;
import io.jvmm.monitor.socket.SocketListener.SocketFile;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The place of a UNIX socket that is its owner's from the first moment. A socket gets its
 * permissions after it was bound; so it is bound in a directory of its owner's only, and moved to
 * its place when it is ready.
 */
final class PrivateSocket {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path place;
  private final Path directory;

  private PrivateSocket(Path place, Path directory) {
    this.place = place;
    this.directory = directory;
  }

  /**
   * Prepares one; a dead program's is left in its place until then.
   *
   * @throws HostException if a program listens there, or another file is there
   */
  static PrivateSocket at(Path path) {
    Path place = path.toAbsolutePath().normalize();
    Optional<String> problem = SocketListener.problem(place);
    if (problem.isPresent()) {
      throw new HostException(problem.get());
    }
    try {
      return new PrivateSocket(place, privateDirectory(place.resolveSibling(".")));
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  private static Path privateDirectory(Path parent) throws IOException {
    makeParent(parent);
    // Short: a socket's path has 107 bytes at most, by unix(7).
    String name = "." + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
    return Files.createDirectory(parent.resolve(name), OWNER);
  }

  private static void makeParent(Path parent) throws IOException {
    try {
      Files.createDirectories(parent, OWNER);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(parent + " is no directory", e);
    }
  }

  /** Where it is to be bound. */
  Path draft() {
    return directory.resolve("s");
  }

  /** Moves what was bound to its place; returns what is to be removed in the end. */
  SocketFile publish() {
    try {
      Files.setPosixFilePermissions(draft(), PosixFilePermissions.fromString("rw-------"));
      Files.move(draft(), place, StandardCopyOption.ATOMIC_MOVE);
      return SocketFile.of(place);
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  @Override
  public String toString() {
    return "'" + place + "'";
  }

  /** Removes what it was prepared in. */
  void tidy() {
    try {
      Files.deleteIfExists(draft());
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  private static HostException failed(Path place, IOException e) {
    return new HostException(
        "cannot listen at '%s' (%s): let this user write there, or choose another --socket"
            .formatted(place, e),
        e);
  }
}
