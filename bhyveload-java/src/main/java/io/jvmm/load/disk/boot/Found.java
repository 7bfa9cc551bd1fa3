package io.jvmm.load.disk.boot;

import java.util.List;
import java.util.Optional;

/**
 * What one reader of configurations has found.
 *
 * @param entries in the order of its menu
 * @param preferred the one that it would boot
 */
record Found(List<BootEntry> entries, Optional<BootEntry> preferred) {
  /** Entries of which the first would be booted. */
  static Found firstOf(List<BootEntry> entries) {
    return new Found(entries, entries.stream().findFirst());
  }
}
