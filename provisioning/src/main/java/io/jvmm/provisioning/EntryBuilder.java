package io.jvmm.provisioning;

import java.io.IOException;
import java.nio.file.Path;

/** Fills a new entry of the {@link CacheDirectory}. */
@FunctionalInterface
public interface EntryBuilder {
  /**
   * Writes the entry's files.
   *
   * @param directory an empty directory, which becomes the entry when this returns, and is removed
   *     when it throws
   */
  void build(Path directory) throws IOException;
}
