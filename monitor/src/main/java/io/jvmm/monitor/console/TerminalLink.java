package io.jvmm.monitor.console;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A symbolic link to a pseudoterminal: its device has another number each time, the link does not.
 *
 * @param path where the link is
 * @param device what it leads to
 */
record TerminalLink(Path path, Path device) implements AutoCloseable {
  private static final String CHANGE_TIME = "unix:ctime";

  /** What keeps a link from being made there, in a line for the user; empty if nothing does. */
  static Optional<String> problem(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Optional<Path> device = device(path);
    if (device.isEmpty()) {
      return Optional.of(
          "there is a file '%s' that is no link to a pseudoterminal: remove it, or change the path"
              .formatted(path));
    }
    return isHeld(path, device.get())
        ? Optional.of(
            "a running program's pseudoterminal is at '%s': stop it, or change the path"
                .formatted(path))
        : Optional.empty();
  }

  private static Optional<Path> device(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(path))
          .filter(target -> target.toString().matches("/dev/pts/[0-9]+"));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the pseudoterminal is the one that the link was made for. The number of one whose
   * program was killed goes to somebody else's soon, and that one is younger than the link.
   */
  private static boolean isHeld(Path path, Path device) {
    try {
      FileTime linked = (FileTime) Files.getAttribute(path, CHANGE_TIME, LinkOption.NOFOLLOW_LINKS);
      FileTime made = (FileTime) Files.getAttribute(device, CHANGE_TIME);
      return made.compareTo(linked) <= 0;
    } catch (IOException e) {
      return false; // gone
    }
  }

  /** Makes a link; takes a dead program's place. */
  static TerminalLink make(Path path, Path device) throws IOException {
    Optional<String> problem = problem(path);
    if (problem.isPresent()) {
      throw new HostException(problem.get());
    }
    Files.deleteIfExists(path);
    return new TerminalLink(Files.createSymbolicLink(path, device), device);
  }

  /** Removes it, unless it is another's by now. */
  @Override
  public void close() {
    try {
      if (device(path).equals(Optional.of(device))) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new HostException(
          "cannot remove '%s', the link to a console: %s".formatted(path, e), e);
    }
  }
}
