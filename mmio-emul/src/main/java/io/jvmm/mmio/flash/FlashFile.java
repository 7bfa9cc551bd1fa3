package io.jvmm.mmio.flash;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bank's bytes in a file, which may be shorter than the bank: what it lacks is erased flash,
 * 0xff.
 *
 * <p>Every change is written through, by one positional write for each program or erase. When the
 * process is killed, whatever was programmed is there: a program touches a single page of the
 * host's cache, so the one that was under way is done or not. An erase that was under way may have
 * reached only the first pages of its sector, as on a chip that loses power, and the guest has to
 * expect that (edk2 does, by its fault-tolerant writes). When the host itself crashes, it may lose
 * what it had not yet written to its disk, in any order: nothing here asks it to.
 */
public final class FlashFile implements FlashStore {
  private static final int CHUNK = 64 << 10;

  private final Path path;
  private final FileChannel channel;
  private final boolean writable;

  private FlashFile(Path path, FileChannel channel, boolean writable) {
    this.path = path;
    this.channel = channel;
    this.writable = writable;
  }

  /**
   * Opens a file that the guest can only read, such as a firmware's code. Several machines can have
   * it.
   *
   * @param bank the bank's size in bytes
   * @throws ConfigurationException if there is no such file, permissions forbid it, or it is larger
   *     than the bank
   * @throws HostException if the host fails otherwise
   */
  public static FlashFile readOnly(Path path, long bank) {
    return open(path, bank, false);
  }

  /**
   * Opens a file that keeps what the guest writes, such as a firmware's variables, and locks it.
   *
   * @param bank the bank's size in bytes
   * @throws ConfigurationException also if another machine has it
   * @throws HostException if the host fails otherwise
   */
  public static FlashFile persistent(Path path, long bank) {
    return open(path, bank, true);
  }

  private static FlashFile open(Path path, long bank, boolean writable) {
    try {
      checkKind(path);
      FileChannel channel = openChannel(path, writable);
      try {
        return checked(new FlashFile(path, channel, writable), bank);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          "flash image %s does not exist: check the path".formatted(path));
    } catch (AccessDeniedException e) {
      throw new ConfigurationException(
          "flash image %s: permission denied: check the file's owner and mode".formatted(path));
    } catch (IOException e) {
      throw new HostException("cannot open flash image %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Opening anything else could block, as a pipe does, or succeed without sense. */
  private static void checkKind(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new ConfigurationException("flash image %s is not a file".formatted(path));
    }
  }

  private static FileChannel openChannel(Path path, boolean writable) throws IOException {
    return writable
        ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
        : FileChannel.open(path, StandardOpenOption.READ);
  }

  private static FlashFile checked(FlashFile file, long bank) throws IOException {
    if (file.writable) {
      file.lock();
    }
    long bytes = file.channel.size();
    if (bytes > bank) {
      throw new ConfigurationException(
          "flash image %s has %d bytes, and its bank holds %d: take an image made for this board"
              .formatted(file.path, bytes, bank));
    }
    return file;
  }

  /**
   * Locks it against other processes, and against other machines of this one. The kernel would give
   * the former up if this process opened the file once more and closed that, which nobody does.
   */
  private void lock() throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      lock = null;
    }
    if (lock == null) {
      throw new ConfigurationException(
          "flash image %s is in use: stop the virtual machine that has it, or give this one a copy"
              .formatted(path));
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void load(MemorySegment bank) {
    byte[] chunk = new byte[CHUNK];
    try {
      for (long at = 0; at < bank.byteSize(); at += CHUNK) {
        int length = (int) Math.min(CHUNK, bank.byteSize() - at);
        int there = read(chunk, length, at);
        Arrays.fill(chunk, there, length, CfiFlash.ERASED);
        put(MemorySegment.ofArray(chunk).asSlice(0, length), bank.asSlice(at, length));
      }
    } catch (IOException e) {
      throw new HostException("cannot read flash image %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Leaves memory alone that has the bytes already: images are mostly zeros, as new memory is. */
  private static void put(MemorySegment bytes, MemorySegment memory) {
    if (memory.mismatch(bytes) >= 0) {
      memory.copyFrom(bytes);
    }
  }

  /** Reads as much as there is; returns how much that was. */
  private int read(byte[] target, int length, long offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
      // the rest
    }
    return buffer.position();
  }

  @Override
  public void write(long offset, byte[] bytes) throws IOException {
    for (long end = channel.size(); end < offset; end = channel.size()) {
      byte[] erased = new byte[(int) Math.min(CHUNK, offset - end)];
      Arrays.fill(erased, CfiFlash.ERASED);
      writeFully(erased, end);
    }
    writeFully(bytes, offset);
  }

  private void writeFully(byte[] bytes, long offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, offset + buffer.position());
    }
  }

  /** Closes the file, which gives up its lock. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new HostException("cannot close flash image %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
