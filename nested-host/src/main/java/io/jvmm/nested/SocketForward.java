package io.jvmm.nested;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A UNIX socket of this machine that leads to one in a nested host. It is there, for its owner
 * only, while the command runs that it was asked for with.
 *
 * @param here where it is made; a dead one there is replaced
 * @param there where it leads, once somebody listens there
 */
public record SocketForward(Path here, Path there) {
  /** The size of {@code sun_path}, unix(7), without the NUL. */
  private static final int LONGEST_PATH = 107;

  /**
   * Whether this machine can have a socket there, and ssh understands where: it splits at colons.
   */
  public boolean isPossible() {
    Path directory = here.toAbsolutePath().getParent();
    return here.toString().indexOf(':') < 0
        && isShort(here)
        && directory != null
        && Files.isWritable(directory);
  }

  /** Whether a socket's address has room for a path. */
  static boolean isShort(Path path) {
    return path.toString().getBytes(UTF_8).length <= LONGEST_PATH;
  }
}
