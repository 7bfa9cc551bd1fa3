package io.jvmm.control;

import io.jvmm.monitor.control.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that nobody takes for a machine before it is finished. */
final class UnfinishedDirectory implements AutoCloseable {
  private final Path path;

  /** Makes it. */
  UnfinishedDirectory(Path path) throws IOException {
    this.path = PrivateDirectory.create(path);
  }

  /** Where it is meanwhile. */
  Path path() {
    return path;
  }

  /** Moves it to its place, where nothing may be. */
  void finish(Path place) throws IOException {
    Files.move(path, place);
  }

  /** Removes it, if it is not finished. */
  @Override
  public void close() {
    if (Files.exists(path)) {
      Tree.delete(path);
    }
  }
}
