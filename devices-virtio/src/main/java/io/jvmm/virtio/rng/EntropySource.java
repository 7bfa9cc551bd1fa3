package io.jvmm.virtio.rng;

import io.jvmm.vmm.error.HostException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file of random bytes, opened at first use. */
final class EntropySource implements AutoCloseable {
  private final Path path;
  private Optional<FileChannel> channel = Optional.empty(); // guarded by this

  EntropySource(Path path) {
    this.path = path;
  }

  /**
   * Fills memory with random bytes.
   *
   * @throws HostException if the file does not give them
   */
  synchronized void fill(MemorySegment target) {
    ByteBuffer buffer = target.asByteBuffer();
    try {
      FileChannel source = open();
      while (buffer.hasRemaining()) {
        if (source.read(buffer) < 0) {
          throw new EOFException("end of file");
        }
      }
    } catch (IOException e) {
      throw new HostException("cannot read random bytes from %s: %s".formatted(path, e), e);
    }
  }

  private FileChannel open() throws IOException {
    if (channel.isEmpty()) {
      channel = Optional.of(FileChannel.open(path, StandardOpenOption.READ));
    }
    return channel.get();
  }

  @Override
  public synchronized void close() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      throw new HostException("cannot close %s: %s".formatted(path, e), e);
    }
  }
}
