package io.jvmm.load.source;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A regular, non-empty file of the host as it was when the boot was planned. The host's kernel
 * reads it straight into what it is read to.
 *
 * @param role what the user calls it: {@code kernel} or {@code initrd}
 * @param path where it is
 * @param size bytes, at least 1
 * @param modified when it was last written
 */
public record HostFile(String role, Path path, long size, FileTime modified) implements Source {
  /**
   * Looks at a file.
   *
   * @throws ConfigurationException if it is not there, not readable, not regular, or empty
   */
  public static HostFile of(String role, Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      HostFile file = new HostFile(role, path, attributes.size(), attributes.lastModifiedTime());
      file.requireContent(attributes);
      return file;
    } catch (IOException e) {
      throw SourceReader.failure(role, path, e);
    }
  }

  private void requireContent(BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      throw problem("is a directory: name the file in it");
    }
    if (!attributes.isRegularFile()) {
      throw problem("is no regular file: copy what it gives into a file first");
    }
    if (!Files.isReadable(path)) {
      throw SourceReader.unreadable(role, path);
    }
    if (size == 0) {
      throw problem("is empty: get a fresh copy");
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.read(target, position);
    }
  }

  @Override
  public void requireUnchanged() {
    try {
      if (!Files.getLastModifiedTime(path).equals(modified) || Files.size(path) != size) {
        throw problem("changed while the machine was being started: start it again");
      }
    } catch (IOException e) {
      throw SourceReader.failure(role, path, e);
    }
  }
}
