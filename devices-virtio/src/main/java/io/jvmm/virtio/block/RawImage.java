package io.jvmm.virtio.block;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk image without a format: byte {@code n} of the file is byte {@code n} of the disk. The file
 * is an ordinary one or a block device of the host. It is locked as long as it is open: against all
 * others if it may be written, against writers if not.
 *
 * <p>The lock is a POSIX record lock, which the kernel drops as soon as this process closes any
 * other descriptor of the same file: nothing else may open the file meanwhile.
 */
public final class RawImage implements DiskImage {
  /** Longer buffers are read and written in pieces: {@link ByteBuffer} has int sizes. */
  private static final long MAX_TRANSFER = 1L << 30;

  private static final int S_IFMT = 0xf000; // stat(2), st_mode
  private static final int S_IFREG = 0x8000;
  private static final int S_IFBLK = 0x6000;
  private static final int S_IFDIR = 0x4000;

  private final Path path;
  private final FileChannel channel;
  private final boolean readOnly;
  private final long size;

  private RawImage(Path path, FileChannel channel, boolean readOnly) throws IOException {
    this.path = path;
    this.channel = channel;
    this.readOnly = readOnly;
    this.size = channel.size();
  }

  /**
   * Opens and locks an image.
   *
   * @throws ConfigurationException if there is none, if it is no file or block device, if its size
   *     is impossible, if permissions forbid it, or if it is in use
   * @throws HostException if the host fails otherwise
   */
  public static RawImage open(Path path, boolean readOnly) {
    try {
      checkKind(path);
      return openLocked(path, readOnly);
    } catch (FileSystemException e) {
      throw new ConfigurationException(
          "cannot open disk image %s: %s".formatted(path, explain(e, readOnly)));
    } catch (IOException e) {
      throw new HostException("cannot open disk image %s: %s".formatted(path, reason(e)), e);
    }
  }

  private static String explain(FileSystemException e, boolean readOnly) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return readOnly
          ? "no permission to read it"
          : "no permission to write it: change that, or make the disk read-only";
    }
    return reason(e);
  }

  private static RawImage openLocked(Path path, boolean readOnly) throws IOException {
    FileChannel channel = FileChannel.open(path, options(readOnly));
    try {
      lock(path, channel, readOnly);
      RawImage image = new RawImage(path, channel, readOnly);
      image.checkSize();
      return image;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Opening anything else could block, as a pipe does, or succeed without sense. */
  private static void checkKind(Path path) throws IOException {
    int kind = (int) Files.getAttribute(path, "unix:mode") & S_IFMT;
    if (kind != S_IFREG && kind != S_IFBLK) {
      throw new ConfigurationException(
          "disk image %s is %s, not a file or block device"
              .formatted(path, kind == S_IFDIR ? "a directory" : "a special file"));
    }
  }

  private static Set<OpenOption> options(boolean readOnly) {
    return readOnly
        ? Set.of(StandardOpenOption.READ)
        : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void lock(Path path, FileChannel channel, boolean readOnly) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, readOnly);
    } catch (OverlappingFileLockException e) {
      lock = null; // held by this very process
    }
    if (lock == null) {
      throw new ConfigurationException(
          "disk image %s is in use: stop the virtual machine that has it, or give this one a copy"
              .formatted(path));
    }
  }

  private void checkSize() {
    if (size == 0 || size % SECTOR != 0) {
      throw new ConfigurationException(
          "disk image %s has %d bytes: a disk has one or more sectors of %d bytes"
              .formatted(path, size, SECTOR));
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void read(MemorySegment target, long offset) {
    try {
      for (long done = 0; done < target.byteSize(); ) {
        int length = channel.read(piece(target, done), offset + done);
        if (length < 0) {
          throw new EOFException("the file has become shorter");
        }
        done += length;
      }
    } catch (IOException e) {
      throw failure("read", target.byteSize(), offset, e);
    }
  }

  @Override
  public void write(MemorySegment source, long offset) {
    try {
      for (long done = 0; done < source.byteSize(); ) {
        done += channel.write(piece(source, done), offset + done);
      }
    } catch (IOException e) {
      throw failure("write", source.byteSize(), offset, e);
    }
  }

  private static ByteBuffer piece(MemorySegment memory, long from) {
    return memory.asSlice(from, Math.min(MAX_TRANSFER, memory.byteSize() - from)).asByteBuffer();
  }

  @Override
  public void flush() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new HostException("cannot flush disk image %s: %s".formatted(path, reason(e)), e);
    }
  }

  private HostException failure(String verb, long length, long offset, IOException cause) {
    return new HostException(
        "cannot %s %d bytes at %d of disk image %s: %s"
            .formatted(verb, length, offset, path, reason(cause)),
        cause);
  }

  /** What the kernel said, without the path that file system exceptions put before it. */
  private static String reason(IOException e) {
    String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return said == null ? e.getClass().getSimpleName() : said;
  }

  @Override
  public void close() {
    try {
      channel.close(); // and gives back the lock
    } catch (IOException e) {
      throw new HostException("cannot close disk image %s: %s".formatted(path, reason(e)), e);
    }
  }
}
