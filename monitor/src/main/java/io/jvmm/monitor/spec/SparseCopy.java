package io.jvmm.monitor.spec;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/**
 * Copies a disk image without writing the blocks that are all zeros, so that a copy stays small.
 */
public final class SparseCopy {
  private static final int BLOCK = 1 << 16;

  private SparseCopy() {}

  /**
   * Makes {@code to} a copy, unless it exists. It appears whole or not at all.
   *
   * @param from asked for only if the copy is to be made
   * @throws HostException if the copy cannot be made
   */
  public static void ifMissing(Supplier<Path> from, Path to) {
    if (Files.exists(to)) {
      return;
    }
    Path source = from.get();
    Path partial = to.resolveSibling(to.getFileName() + ".part");
    try {
      Files.createDirectories(to.toAbsolutePath().getParent());
      copyThrough(partial, source, to);
    } catch (IOException e) {
      throw new HostException(
          "cannot copy '%s' to '%s': %s".formatted(source, to, e.getMessage()), e);
    }
  }

  /**
   * The lock on the partial file keeps a second process from writing, or replacing, the same disk.
   */
  private static void copyThrough(Path partial, Path source, Path to) throws IOException {
    try (FileChannel out = FileChannel.open(partial, CREATE, WRITE);
        FileLock lock = out.tryLock()) {
      if (lock == null) {
        throw new HostException(
            "'%s' is being made by another process: wait for it, then try again".formatted(to));
      }
      if (Files.exists(to)) { // made by another process since the first look
        Files.delete(partial);
        return;
      }
      copy(source, out);
      Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw e;
    }
  }

  private static void copy(Path source, FileChannel out) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
    out.truncate(0);
    try (FileChannel in = FileChannel.open(source, READ)) {
      while (in.read(block.clear()) >= 0) {
        block.flip();
        if (block.equals(zeros.clear().limit(block.limit()))) {
          out.position(out.position() + block.limit());
        } else {
          writeAll(out, block);
        }
      }
      extendTo(out, in.position());
      out.force(true);
    }
  }

  private static void writeAll(FileChannel out, ByteBuffer block) throws IOException {
    while (block.hasRemaining()) {
      out.write(block);
    }
  }

  /** A hole at the end has no length until something is written behind it. */
  private static void extendTo(FileChannel out, long size) throws IOException {
    if (size > out.size()) {
      writeAll(out.position(size - 1), ByteBuffer.allocate(1));
    }
  }
}
