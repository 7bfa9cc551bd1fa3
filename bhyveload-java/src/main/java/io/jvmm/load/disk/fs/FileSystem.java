package io.jvmm.load.disk.fs;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A file system that is only read. Errors are {@link io.jvmm.vmm.error.ConfigurationException}. */
public interface FileSystem {
  /** The longest file that is taken for a text; more is not read. */
  int LONGEST_TEXT = 1 << 20;

  /** What it calls itself. */
  VolumeId id();

  /** Its root directory. */
  Directory root();

  /** The bytes that it is in, for errors. */
  Section section();

  /** What its user should know of how it was read; each a sentence without its stop. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * What a path leads to, with every symbolic link followed, inside this file system.
   *
   * @param path with slashes; a leading one makes no difference
   */
  default Optional<FileNode> find(String path) {
    return new PathWalk(this).find(path);
  }

  /** The file that a path leads to. */
  default Optional<RegularFile> file(String path) {
    return find(path).filter(RegularFile.class::isInstance).map(RegularFile.class::cast);
  }

  /** The names in the directory that a path leads to; none if there is no such directory. */
  default List<String> names(String path) {
    return find(path).orElse(null) instanceof Directory directory ? directory.names() : List.of();
  }

  /** The text of a file, at most {@link #LONGEST_TEXT} bytes of it; malformed UTF-8 is replaced. */
  default Optional<String> text(String path) {
    return file(path).map(FileSystem::text);
  }

  /** The text of a file, cut off and replaced in the same way. */
  static String text(RegularFile file) {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LONGEST_TEXT, file.size()));
    file.read(bytes, 0);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }
}
