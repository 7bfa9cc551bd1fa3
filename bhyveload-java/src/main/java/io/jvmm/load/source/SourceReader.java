package io.jvmm.load.source;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/** Reads stretches of sources, and says what it means if that fails. */
public final class SourceReader {
  private SourceReader() {}

  /** Its first bytes: {@code limit}, or all if it has fewer. */
  public static byte[] head(Source source, int limit) {
    byte[] head = new byte[limit];
    return Arrays.copyOf(head, fill(source, ByteBuffer.wrap(head), 0));
  }

  /**
   * The bytes of a structure.
   *
   * @param what its name, for the error
   * @throws ConfigurationException if the source ends in it
   */
  public static byte[] structure(Source source, String what, long position, int length) {
    byte[] bytes = new byte[length];
    int read = fill(source, ByteBuffer.wrap(bytes), position);
    if (read < length) {
      throw source.problem(
          "is truncated: its %s takes %d bytes at offset 0x%x, and %d of them are there;"
                  .formatted(what, length, position, read)
              + " get a fresh copy");
    }
    return bytes;
  }

  /**
   * Reads until {@code target} is full or the source ends.
   *
   * @return how many bytes that were
   * @throws VmmException if reading fails
   */
  public static int fill(Source source, ByteBuffer target, long position) {
    int start = target.position();
    while (target.hasRemaining()) {
      if (read(source, target, position + target.position() - start) < 0) {
        break;
      }
    }
    return target.position() - start;
  }

  /**
   * As {@link Source#read}.
   *
   * @throws VmmException if reading fails
   */
  public static int read(Source source, ByteBuffer target, long position) {
    try {
      return source.read(target, position);
    } catch (IOException e) {
      throw failure(source.role(), source.name(), e);
    }
  }

  static VmmException failure(String role, Object name, IOException cause) {
    String file = role + " " + name;
    return switch (cause) {
      case NoSuchFileException _ ->
          new ConfigurationException(file + " does not exist: check the path");
      case AccessDeniedException _ -> unreadable(role, name);
      case IOException _ ->
          new HostException(file + " cannot be read: " + cause.getMessage(), cause);
    };
  }

  static ConfigurationException unreadable(String role, Object name) {
    return new ConfigurationException(
        role + " " + name + " may not be read by this user: check its permissions");
  }
}
