package io.jvmm.load.source;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A directory as a cpio archive, packed while it is read. Entries are sorted by name, a directory
 * before what it holds; the directory itself is none of them, so that it changes nothing about the
 * root of what it is unpacked into. Modes are kept, {@link CpioHeader} says what is not.
 */
public final class CpioArchive {
  /** More than this is somebody's whole system, given by mistake. */
  static final int MAX_ENTRIES = 1 << 20;

  /** What Linux takes of a name, with its NUL (PATH_MAX). */
  private static final int MAX_NAME = 4095;

  private final String role;
  private final Path root;
  private final List<Source> parts = new ArrayList<>();
  private int entries;

  private CpioArchive(String role, Path root) {
    this.role = role;
    this.root = root;
  }

  /**
   * Looks through a directory.
   *
   * @throws ConfigurationException if something in it cannot be packed: says what
   */
  public static Source of(String role, Path directory) {
    CpioArchive archive = new CpioArchive(role, directory);
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw archive.problem(directory, "is no directory: name one, or load it as it is");
    }
    try {
      archive.addChildren(directory);
    } catch (IOException e) {
      throw SourceReader.failure(role, directory, e);
    } catch (UncheckedIOException e) {
      throw SourceReader.failure(role, directory, Objects.requireNonNull(e.getCause()));
    }
    archive.addHeader(CpioHeader.trailer());
    return new PackedDirectory(directory, new Concatenation(role, archive.parts));
  }

  private void addChildren(Path directory) throws IOException {
    List<Path> children;
    try (Stream<Path> listed = Files.list(directory)) {
      children = listed.sorted(Comparator.comparing(Path::toString)).toList();
    }
    for (Path child : children) {
      add(child);
    }
  }

  private void add(Path path) throws IOException {
    String name = root.relativize(path).toString();
    requireSense(path, name);
    BasicFileAttributes kind =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if (kind.isDirectory()) {
      addHeader(new CpioHeader(entries, mode, 2, 0, name));
      addChildren(path);
    } else if (kind.isSymbolicLink()) {
      byte[] target = Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
      addHeader(new CpioHeader(entries, mode, 1, target.length, name));
      parts.add(bytes(target));
    } else if (kind.isRegularFile()) {
      addFile(path, new CpioHeader(entries, mode, 1, kind.size(), name));
    } else {
      throw problem(path, "is no file, directory or symbolic link: take it out of the directory");
    }
  }

  private void addFile(Path path, CpioHeader header) {
    if (header.size() > CpioHeader.MAX_SIZE) {
      throw problem(path, "has 4 GiB or more, and cpio archives hold files of less: take it out");
    }
    addHeader(header);
    if (header.size() > 0) {
      parts.add(HostFile.of(role, path));
    }
  }

  private void requireSense(Path path, String name) {
    if (++entries > MAX_ENTRIES) {
      throw problem(root, "holds more than " + MAX_ENTRIES + " files: check the path");
    }
    if (name.equals(CpioHeader.TRAILER)) {
      throw problem(path, "has the name that ends a cpio archive: rename it");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
      throw problem(path, "has a longer name than the " + MAX_NAME + " bytes that Linux takes");
    }
  }

  private void addHeader(CpioHeader header) {
    parts.add(bytes(header.bytes()));
  }

  private Source bytes(byte... bytes) {
    return new BytesSource(role, root.toString(), bytes);
  }

  private ConfigurationException problem(Path path, String text) {
    return new ConfigurationException(role + " " + path + " " + text);
  }
}
