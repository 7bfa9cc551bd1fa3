package io.jvmm.cli.doctor;

import io.jvmm.provisioning.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The machine that is looked at.
 *
 * @param root where its files are
 * @param environment of the user's
 * @param architecture as Java calls it: {@code aarch64}
 */
public record Host(Path root, Map<String, String> environment, String architecture) {
  /** The one that this process runs on. */
  public static Host ofThisProcess() {
    return new Host(Path.of("/"), System.getenv(), System.getProperty("os.arch"));
  }

  /** A file by its absolute path. */
  Path file(String path) {
    return root.resolve(path.substring(1));
  }

  /** The contents of a file of the kernel's; empty if it cannot be read. */
  Optional<String> contents(String path) {
    try {
      return Optional.of(Files.readString(file(path)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Where a program is. */
  Optional<Path> program(String name) {
    return ExternalProgram.find(name, environment);
  }

  /** Whether machines run on its KVM, as jvmm chooses where nobody says: else in a nested host. */
  boolean hasKvm() {
    return architecture.equals("aarch64") && Files.exists(file("/dev/kvm"));
  }
}
