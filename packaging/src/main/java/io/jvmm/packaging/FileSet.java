package io.jvmm.packaging;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a package, by their paths: relative, with slashes, in alphabetical order. All belong
 * to root, and may be read by everyone; who owns them on the machine that makes the package, and
 * when they were changed, is not kept. Directories above a file are there by themselves.
 */
final class FileSet {
  static final int EVERYONE_READS = 0644;
  static final int EVERYONE_RUNS = 0755;

  /** One of a set's files. */
  sealed interface Entry {}

  /** A directory. */
  record Directory(int permissions) implements Entry {}

  /** A file with the content of one of this machine's. */
  record Copy(Path source, int permissions) implements Entry {}

  /** A file with the content that is given. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(byte[] bytes, int permissions) implements Entry {}

  /** A symbolic link. */
  record Link(String target) implements Entry {}

  private final SortedMap<String, Entry> entries = new TreeMap<>();

  /** The files, in the order of their paths: what is in a directory comes after it. */
  SortedMap<String, Entry> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  /** Adds a directory, with permissions of its own. */
  FileSet directory(String path, int permissions) {
    return add(path, new Directory(permissions));
  }

  /** Adds a text that everyone may read. */
  FileSet text(String path, String text) {
    return content(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes that everyone may read. */
  FileSet content(String path, byte[] bytes) {
    return add(path, new Content(bytes, EVERYONE_READS));
  }

  /** Adds a symbolic link. */
  FileSet link(String path, String target) {
    return add(path, new Link(target));
  }

  /** Adds one file of this machine's, which everyone may run if its owner may. */
  FileSet copy(String path, Path source) {
    int permissions = Files.isExecutable(source) ? EVERYONE_RUNS : EVERYONE_READS;
    return add(path, new Copy(source, permissions));
  }

  /**
   * Adds all that is in a directory.
   *
   * @param path where its content appears; empty for the root
   * @throws HostException if the directory cannot be read
   */
  FileSet tree(String path, Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.filter(file -> !file.equals(directory)).toList()) {
        addFile(below(path, directory.relativize(each).toString()), each);
      }
      return this;
    } catch (IOException failure) {
      throw new HostException("cannot read " + directory + ": " + failure, failure);
    }
  }

  /** Adds another set's files below a directory. */
  FileSet all(String path, FileSet other) {
    other.entries.forEach((name, entry) -> add(below(path, name), entry));
    return this;
  }

  /** Leaves a file out. */
  FileSet without(String path) {
    entries.remove(path);
    return this;
  }

  /** Leaves a directory out, with all that is in it. */
  FileSet withoutTree(String path) {
    entries.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
    return this;
  }

  private static String below(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  private void addFile(String path, Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      link(path, Files.readSymbolicLink(file).toString());
    } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      entries.putIfAbsent(path, new Directory(EVERYONE_RUNS));
    } else {
      copy(path, file);
    }
  }

  private FileSet add(String path, Entry entry) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      entries.putIfAbsent(path.substring(0, slash), new Directory(EVERYONE_RUNS));
    }
    entries.put(path, entry);
    return this;
  }
}
