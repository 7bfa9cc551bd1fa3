package io.jvmm.monitor.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Directories with what a user's machines keep: disks, logs, sockets. Nobody else is to look into
 * them (XDG Base Directory Specification, 0.8: those that an application makes have mode 0700).
 */
public final class PrivateDirectory {
  private PrivateDirectory() {}

  /**
   * Makes a directory and those above it, where they are not there yet.
   *
   * @return the directory
   */
  public static Path create(Path directory) throws IOException {
    return Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
