package io.jvmm.load;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A regular, non-empty file as it was when the boot was planned.
 *
 * @param role what the user calls it: {@code kernel} or {@code initrd}
 * @param path where it is
 * @param size bytes, at least 1
 * @param modified when it was last written
 */
record SourceFile(String role, Path path, long size, FileTime modified) {
  private static final int UNPACK_BUFFER = 64 << 10;

  /**
   * Looks at a file.
   *
   * @throws ConfigurationException if it is not there, not readable, not regular, or empty
   */
  static SourceFile of(String role, Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      SourceFile file =
          new SourceFile(role, path, attributes.size(), attributes.lastModifiedTime());
      file.requireContent(attributes);
      return file;
    } catch (IOException e) {
      throw failure(role, path, e);
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
      throw unreadable(role, path);
    }
    if (size == 0) {
      throw problem("is empty: get a fresh copy");
    }
  }

  /** Opens it for reading from its start. */
  FileChannel channel() throws IOException {
    return FileChannel.open(path);
  }

  /** Opens it for reading as a gzip file. */
  InputStream unpacked() throws IOException {
    InputStream packed = Files.newInputStream(path);
    try {
      return new GZIPInputStream(packed, UNPACK_BUFFER);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  /** Its first bytes: {@code limit}, or all if it has fewer. */
  byte[] head(int limit) {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(limit);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The first bytes of what it unpacks to. */
  byte[] unpackedHead(int limit) {
    try (InputStream in = unpacked()) {
      return in.readNBytes(limit);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Refuses a file that was written to since {@link #of}. */
  void requireUnchanged() {
    try {
      if (!Files.getLastModifiedTime(path).equals(modified) || Files.size(path) != size) {
        throw changed();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** That somebody writes to the file while it is being loaded. */
  ConfigurationException changed() {
    return problem("changed while the machine was being started: start it again");
  }

  /** An error about this file; {@code text} continues the file's name. */
  ConfigurationException problem(String text) {
    return new ConfigurationException(role + " " + path + " " + text);
  }

  /** What a failed operation on this file means to the user. */
  VmmException failure(IOException cause) {
    return failure(role, path, cause);
  }

  private static VmmException failure(String role, Path path, IOException cause) {
    String file = role + " " + path;
    return switch (cause) {
      case NoSuchFileException _ ->
          new ConfigurationException(file + " does not exist: check the path");
      case AccessDeniedException _ -> unreadable(role, path);
      case ZipException _, EOFException _ ->
          new ConfigurationException(
              file + " is a damaged or truncated gzip file: get a fresh copy");
      case IOException _ ->
          new HostException(file + " cannot be read: " + cause.getMessage(), cause);
    };
  }

  private static ConfigurationException unreadable(String role, Path path) {
    return new ConfigurationException(
        role + " " + path + " may not be read by this user: check its permissions");
  }
}
