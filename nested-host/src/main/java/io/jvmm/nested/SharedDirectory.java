package io.jvmm.nested;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A directory of this machine's that the nested host has at the same path, through 9p.
 *
 * @param path absolute
 * @param access what may be done to it from inside
 */
public record SharedDirectory(Path path, Access access) {
  /** The nested host's own; a share in place of one would take its system away. */
  private static final Set<String> OWN =
      Set.of("/", "/bin", "/dev", "/etc", "/lib", "/proc", "/run", "/sbin", "/sys", "/usr", "/var");

  /** What the nested host may do to a directory. */
  public enum Access {
    /** Look, not touch. */
    READ_ONLY,
    /** Everything that the user who runs jvmm may do. */
    READ_WRITE
  }

  /**
   * Checks the path.
   *
   * @throws ConfigurationException if the nested host needs that path for itself
   */
  public SharedDirectory {
    path = path.toAbsolutePath().normalize();
    if (OWN.contains(path.toString()) || path.startsWith("/proc") || path.startsWith("/sys")) {
      throw new ConfigurationException(
          "%s cannot be shared with the nested host, which has its own; share a directory below it"
              .formatted(path));
    }
    if (path.toString().contains("\n")) {
      throw new ConfigurationException("a directory with a line break in its name: " + path);
    }
  }

  /** Shared for reading. */
  public static SharedDirectory readOnly(Path path) {
    return new SharedDirectory(path, Access.READ_ONLY);
  }

  /** Shared for reading and writing. */
  public static SharedDirectory readWrite(Path path) {
    return new SharedDirectory(path, Access.READ_WRITE);
  }

  boolean isReadOnly() {
    return access == Access.READ_ONLY;
  }
}
