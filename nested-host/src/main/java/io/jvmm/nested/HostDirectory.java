package io.jvmm.nested;

import io.jvmm.provisioning.FileTree;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one running host, for its user's eyes only: keys, the ssh client's configuration,
 * the process id, and what the console and the emulator said.
 *
 * @param path the directory
 */
record HostDirectory(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String READY = "jvmm-nested-host-ready";
  private static final int TAIL_LINES = 40;

  /** Where such directories go: the user's runtime directory, or beside the cache. */
  static Path parent(Path cache, Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .filter(Files::isWritable)
        .map(directory -> directory.resolve("jvmm"))
        .orElseGet(() -> cache.resolve("run"));
  }

  /** A new directory under a given name; what was there before is removed. */
  static HostDirectory replace(Path path) {
    try {
      FileTree.delete(path);
      Files.createDirectories(path.getParent());
      return new HostDirectory(Files.createDirectory(path, PRIVATE));
    } catch (IOException failure) {
      throw failed(path, failure);
    }
  }

  Path initrd() {
    return path.resolve("initrd");
  }

  Path console() {
    return path.resolve("console.log");
  }

  /** The socket of QEMU's monitor. */
  Path monitor() {
    return path.resolve("qmp");
  }

  Path sshConfiguration() {
    return path.resolve("ssh_config");
  }

  /** The emulator, while it runs. */
  Optional<ProcessHandle> emulator() {
    Path pid = path.resolve("pid");
    if (!Files.exists(pid) || hasExited()) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(read("pid").strip())).filter(ProcessHandle::isAlive);
  }

  /** Whether the emulator ran and ended; its directory goes when it is stopped. */
  boolean hasEnded() {
    return !Files.exists(path)
        || hasExited()
        || (Files.exists(path.resolve("pid")) && emulator().isEmpty());
  }

  /** Whether the emulator's shell has written down that it ended. */
  boolean hasExited() {
    return Files.exists(path.resolve("exited"));
  }

  /** A file's text, empty if it does not exist. */
  String read(String name) {
    Path file = path.resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException failure) {
      throw failed(file, failure);
    }
  }

  void write(String name, byte[] content) {
    try {
      Files.write(path.resolve(name), content);
    } catch (IOException failure) {
      throw failed(path.resolve(name), failure);
    }
    permit(name, "rw-------");
  }

  void permit(String name, String permissions) {
    try {
      Files.setPosixFilePermissions(
          path.resolve(name), PosixFilePermissions.fromString(permissions));
    } catch (IOException failure) {
      throw failed(path.resolve(name), failure);
    }
  }

  /** Whether its host has said that it takes commands. */
  boolean isReady() {
    return read("console.log").contains(READY);
  }

  /** The last lines that the emulator and the console printed. */
  String lastWords() {
    List<String> lines = (read("emulator.log") + read("console.log")).lines().toList();
    int from = Math.max(0, lines.size() - TAIL_LINES);
    return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
  }

  /** Removes a file, if it is there. */
  void remove(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException failure) {
      throw failed(path.resolve(name), failure);
    }
  }

  /** Removes it with all that is in it. */
  void remove() {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        FileTree.delete(path);
      }
    } catch (IOException failure) {
      throw failed(path, failure);
    }
  }

  private static HostException failed(Path path, IOException failure) {
    return new HostException(
        "cannot keep the nested host's files in %s: %s; check that it is writable and has space"
            .formatted(path, failure),
        failure);
  }
}
