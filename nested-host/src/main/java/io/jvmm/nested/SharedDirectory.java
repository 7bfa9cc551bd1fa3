package io.jvmm.nested;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A directory of this machine's that the nested host has too, through 9p.
 *
 * @param path absolute
 * @param mountPoint where the nested host has it, absolute
 * @param access what may be done to it from inside
 */
public record SharedDirectory(Path path, Path mountPoint, Access access) {
  /** The nested host's own; a share in place of one would take its system away. */
  private static final Set<String> OWN =
      Set.of(
          "/", "/bin", "/dev", "/etc", "/host", "/lib", "/proc", "/run", "/sbin", "/sys", "/usr",
          "/var");

  /** What the nested host may do to a directory. */
  public enum Access {
    /** Look, not touch. */
    READ_ONLY("ro"),
    /** Everything that the user who runs jvmm may do. */
    READ_WRITE("rw");

    private final String option;

    Access(String option) {
      this.option = option;
    }

    /** As mount(8) calls it. */
    String option() {
      return option;
    }
  }

  /** At the same path. */
  private static SharedDirectory same(Path path, Access access) {
    Path absolute = path.toAbsolutePath().normalize();
    check(absolute);
    return new SharedDirectory(absolute, absolute, access);
  }

  private static void check(Path path) {
    if (OWN.contains(path.toString()) || path.startsWith("/proc") || path.startsWith("/sys")) {
      throw new ConfigurationException(
          "%s cannot be shared with the nested host, which has its own; share a directory below it"
              .formatted(path));
    }
    if (path.toString().contains("\n")) {
      throw new ConfigurationException("a directory with a line break in its name: " + path);
    }
  }

  /**
   * Shared for reading, at the same path.
   *
   * @throws ConfigurationException if the nested host needs that path for itself
   */
  public static SharedDirectory readOnly(Path path) {
    return same(path, Access.READ_ONLY);
  }

  /**
   * Shared for reading and writing, at the same path.
   *
   * @throws ConfigurationException if the nested host needs that path for itself
   */
  public static SharedDirectory readWrite(Path path) {
    return same(path, Access.READ_WRITE);
  }

  /** All that this user sees, at {@code /host/ro} or {@code /host/rw}. */
  static SharedDirectory everything(Access access) {
    return new SharedDirectory(Path.of("/"), Path.of("/host", access.option()), access);
  }

  boolean isReadOnly() {
    return access == Access.READ_ONLY;
  }
}
