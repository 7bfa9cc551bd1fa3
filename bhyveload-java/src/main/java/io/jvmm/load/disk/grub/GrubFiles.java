package io.jvmm.load.disk.grub;

import java.util.Optional;

/**
 * What a script sees of the disk. Devices are called as in {@code (hd0,gpt1)}, without the braces.
 */
public interface GrubFiles {
  /** What {@code search} looks for. */
  enum By {
    /** The UUID of a file system. */
    UUID,
    /** Its label. */
    LABEL,
    /** A file in it. */
    FILE
  }

  /** The device on which something is. */
  Optional<String> search(By by, String value);

  /** Whether there is a file, or a directory. */
  boolean isDirectory(GrubPath path);

  /** The size of a file; empty if there is no such file. */
  Optional<Long> size(GrubPath path);

  /** The text of a file. */
  Optional<String> text(GrubPath path);
}
