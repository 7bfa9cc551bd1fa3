package io.jvmm.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is written to: it, or what of it exists so far.
 *
 * @param check what it is for
 * @param directory an absolute path
 * @param variable of the environment, which moves it
 * @param enough bytes that should be free
 * @param costs what cannot be had if it may not be written; empty if then no machine runs
 */
record DirectoryCheck(String check, Path directory, String variable, long enough, String costs)
    implements Check {
  private static final long MIB = 1 << 20;

  @Override
  public List<Finding> findings(Host host) {
    Path existing = existing();
    String elsewhere = "point %s elsewhere".formatted(variable);
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      String found = "%s may not be written".formatted(existing);
      return List.of(
          costs.isEmpty()
              ? Finding.missing(check, found, elsewhere)
              : Finding.note(check, found, costs, elsewhere));
    }
    long free = existing.toFile().getUsableSpace();
    String found = "%s, %d MiB free".formatted(directory, free / MIB);
    return List.of(
        free >= enough
            ? Finding.ok(check, found)
            : Finding.note(check, found, "little space is left", "free some, or " + elsewhere));
  }

  private Path existing() {
    @Nullable Path path = directory;
    while (path != null && !Files.exists(path)) {
      path = path.getParent();
    }
    return path == null ? directory : path;
  }
}
