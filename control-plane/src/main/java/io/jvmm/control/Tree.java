package io.jvmm.control;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory with all that is in it. */
final class Tree {
  private Tree() {}

  /**
   * Deletes it.
   *
   * @throws HostException if something of it stays
   */
  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new HostException(
          "not all of '%s' could be removed, and no machine needs it: remove it (%s)"
              .formatted(directory, e.getMessage()),
          e);
    }
  }
}
