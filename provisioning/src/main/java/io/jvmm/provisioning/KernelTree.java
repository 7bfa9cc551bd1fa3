package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An unpacked Debian kernel package, with one kernel in it.
 *
 * @param image the kernel
 * @param modules the directory of its modules, named for its release
 */
public record KernelTree(Path image, Path modules) {
  /**
   * Finds the kernel in a directory that {@code linux-image-*} packages were unpacked into.
   *
   * @throws HostException if there is none
   */
  public static KernelTree in(Path root) {
    Path modules =
        onlyChild(root.resolve("usr/lib/modules"), "")
            .or(() -> onlyChild(root.resolve("lib/modules"), ""))
            .orElseThrow(() -> missing(root, "modules"));
    // Debian 14 moves the image to its modules.
    Path image =
        onlyChild(root.resolve("boot"), "vmlinuz-")
            .or(() -> onlyChild(modules, "vmlinuz"))
            .orElseThrow(() -> missing(root, "vmlinuz"));
    return new KernelTree(image, modules);
  }

  private static Optional<Path> onlyChild(Path directory, String prefix) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(directory)) {
      List<Path> matching =
          children.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
      return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
    } catch (IOException failure) {
      throw new HostException("cannot list %s: %s".formatted(directory, failure), failure);
    }
  }

  private static HostException missing(Path root, String what) {
    return new HostException(
        "%s holds no single kernel: %s not found; remove that directory and try again"
            .formatted(root, what));
  }

  /** As {@code uname -r} prints it in the running system. */
  public String release() {
    return modules.getFileName().toString();
  }
}
