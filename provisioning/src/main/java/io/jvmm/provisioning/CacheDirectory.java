package io.jvmm.provisioning;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * Where jvmm keeps what it fetched and built: {@code $XDG_CACHE_HOME/jvmm}, or {@code
 * ~/.cache/jvmm}. Its entries are directories that never change once they exist, named for what
 * went into them, so that any number of processes read them without locks. An entry appears all at
 * once, by a rename; a build that was cut short leaves nothing that a reader could take for one.
 */
public final class CacheDirectory {
  /** Below this, a failed build is most likely a full disk. */
  private static final long NEARLY_FULL_BYTES = 64L << 20;

  private final Path root;

  /** A cache in a directory, which need not exist yet. */
  public CacheDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The cache of the user whose environment this is (XDG Base Directory Specification, 0.8).
   *
   * @throws ConfigurationException if the environment names no home
   */
  public static CacheDirectory ofEnvironment(Map<String, String> environment) {
    Path caches =
        absolute(environment, "XDG_CACHE_HOME")
            .or(() -> absolute(environment, "HOME").map(home -> home.resolve(".cache")))
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "jvmm needs a cache directory: set HOME or XDG_CACHE_HOME to an absolute"
                            + " path"));
    return new CacheDirectory(caches.resolve("jvmm"));
  }

  private static Optional<Path> absolute(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
  }

  /** The directory itself. */
  public Path root() {
    return root;
  }

  /**
   * An entry, built if it is not there yet. Only one process builds an entry; the others wait.
   *
   * @param kind a plain name that groups entries: {@code trees}, {@code images}
   * @param key a plain name that says what went into the entry
   * @throws HostException if it could not be built
   */
  public Path entry(String kind, String key, EntryBuilder builder) {
    Path entry = root.resolve(kind).resolve(key);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    try (FileMutex _ = lock(kind + "-" + key)) {
      if (!Files.isDirectory(entry)) {
        build(entry, builder);
      }
      return entry;
    } catch (IOException failure) {
      throw failed(entry, failure);
    }
  }

  private static void build(Path entry, EntryBuilder builder) throws IOException {
    Path partial = entry.resolveSibling(".partial-" + entry.getFileName());
    FileTree.delete(partial);
    Files.createDirectories(partial);
    try {
      builder.build(partial);
      Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      FileTree.delete(partial);
    }
  }

  /** Holds other processes off a name until it is closed. */
  FileMutex lock(String name) throws IOException {
    return FileMutex.acquire(root.resolve("locks").resolve(name + ".lock"));
  }

  private HostException failed(Path entry, IOException failure) {
    long usable = root.toFile().getUsableSpace();
    String remedy =
        usable < NEARLY_FULL_BYTES
            ? "the disk has %d MB left: free some, or point XDG_CACHE_HOME elsewhere"
                .formatted(usable >> 20)
            : "check that the directory is writable, or point XDG_CACHE_HOME elsewhere";
    return new HostException("cannot build %s: %s; %s".formatted(entry, failure, remedy), failure);
  }
}
