package io.jvmm.load.source;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes to load, wherever they are kept, as they were when the boot was planned. Has nothing open
 * between two calls, so nothing has to be closed.
 */
public interface Source {
  /** What the user calls it: {@code kernel} or {@code initrd}. */
  String role();

  /** Which one it is, in words that can follow the role: a path, or a path and its disk. */
  String name();

  /**
   * How many bytes it has.
   *
   * @throws io.jvmm.vmm.error.VmmException if it has to be read to know, and cannot be
   */
  long size();

  /**
   * Reads some of it. Where every call has to start over, as in a compressed source, it reads as
   * much as {@code target} has room for.
   *
   * @param target where to; has room for at least one byte, and may be guest memory
   * @param position the first byte's offset, at least 0
   * @return how many bytes were read, at least 1; or -1 if there is nothing at {@code position}
   * @throws IOException if the place where it is kept fails
   */
  int read(ByteBuffer target, long position) throws IOException;

  /**
   * Refuses a source that is not, or no longer, what it is meant to be. Called once everything was
   * read.
   *
   * @throws ConfigurationException that says what happened to it
   */
  void requireUnchanged();

  /** What is loaded, in words, for the plan. */
  default String description() {
    return "file " + name() + " (" + size() + " bytes)";
  }

  /** An error about it; {@code text} continues its name. */
  default ConfigurationException problem(String text) {
    return new ConfigurationException(role() + " " + name() + " " + text);
  }
}
