package io.jvmm.provisioning;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files with holes: what is all zeros takes no room on the disk. */
final class SparseFile {
  private static final int BLOCK = 1 << 16;

  private SparseFile() {}

  /** Makes a new file that is one hole. */
  static void create(Path file, long bytes) throws IOException {
    Files.createFile(file);
    try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
      hole.setLength(bytes);
    }
  }

  /**
   * Copies a whole file into a hole of another.
   *
   * @param offset where the hole begins, in bytes
   */
  static void copy(Path from, Path into, long offset) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
    try (FileChannel in = FileChannel.open(from, READ);
        FileChannel out = FileChannel.open(into, WRITE)) {
      long position = offset;
      while (in.read(block.clear()) >= 0) {
        long bytes = block.flip().limit();
        if (!block.equals(zeros.clear().limit(block.limit()))) {
          write(out, block, position);
        }
        position += bytes;
      }
    }
  }

  private static void write(FileChannel out, ByteBuffer block, long at) throws IOException {
    long position = at;
    while (block.hasRemaining()) {
      position += out.write(block, position);
    }
  }
}
