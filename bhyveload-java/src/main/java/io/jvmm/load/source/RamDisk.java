package io.jvmm.load.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Initial RAM disks: files, directories that are packed, and several of them as one. */
public final class RamDisk {
  private static final String ROLE = "initrd";

  private RamDisk() {}

  /**
   * A file as it is, or a directory as a {@link CpioArchive}.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it is not there, or cannot be used
   */
  public static Source of(Path path) {
    return Files.isDirectory(path) ? CpioArchive.of(ROLE, path) : HostFile.of(ROLE, path);
  }

  /** All of them as one, in this order; empty if there are none. */
  public static Optional<Source> all(List<Source> disks) {
    return disks.size() > 1
        ? Optional.of(new Concatenation(ROLE, disks))
        : disks.stream().findFirst();
  }
}
