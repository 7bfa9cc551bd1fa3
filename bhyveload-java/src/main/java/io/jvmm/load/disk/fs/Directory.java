package io.jvmm.load.disk.fs;

import java.util.List;
import java.util.Optional;

/**
 * A directory. Every method throws {@link io.jvmm.vmm.error.ConfigurationException} if the
 * directory is damaged.
 */
public non-sealed interface Directory extends FileNode {
  /** The most names that are listed of one directory. */
  int MOST_NAMES = 1 << 16;

  /** What it has under a name, by the file system's rules for upper and lower case. */
  Optional<FileNode> find(String name);

  /**
   * The names in it, in the order in which they are found, without {@code .} and {@code ..}; at
   * most {@link #MOST_NAMES}.
   */
  List<String> names();
}
