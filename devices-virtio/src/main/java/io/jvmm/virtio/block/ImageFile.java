package io.jvmm.virtio.block;

import io.jvmm.linux.uring.RingFile;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The file that a disk image is in: an ordinary one, or a block device of the host. It is locked as
 * long as it is open, see {@link FileLocks}. Offsets and lengths are bytes; every failure of the
 * host's is a {@link HostException} that names the file. Safe for use by any thread.
 */
public final class ImageFile implements AutoCloseable {
  /** Longer buffers are read and written in pieces: {@link ByteBuffer} has int sizes. */
  private static final long MAX_TRANSFER = 1L << 30;

  /** What is said when a file ends before what is read of it. */
  static final String SHORTER = "the file has become shorter";

  private static final String NO_DIRECT =
      "its file system may know no way past the cache: move the image, or leave out \"cache\"";

  private static final int S_IFMT = 0xf000; // stat(2), st_mode
  private static final int S_IFREG = 0x8000;
  private static final int S_IFBLK = 0x6000;
  private static final int S_IFDIR = 0x4000;

  private final Path path;
  private final HeldFile held;
  private final boolean readOnly;
  private final boolean device;

  /**
   * A file that is open.
   *
   * @param held given back when this is closed
   * @param device whether it is a block device of the host's, not an ordinary file
   */
  ImageFile(Path path, HeldFile held, boolean readOnly, boolean device) {
    this.path = path;
    this.held = held;
    this.readOnly = readOnly;
    this.device = device;
  }

  /**
   * Opens and locks a file.
   *
   * @throws ConfigurationException if there is none, if it is no file or block device, if
   *     permissions forbid it, or if it is in use
   * @throws HostException if the host fails otherwise
   */
  public static ImageFile open(Path path, boolean readOnly) {
    return open(path, readOnly, false);
  }

  /**
   * Opens and locks a file whose contents the host is not to keep in its page cache. Addresses,
   * offsets and lengths of what is read and written have to be multiples of {@link
   * DirectImage#BLOCK}.
   *
   * @throws ConfigurationException as {@link #open} does, and if the file system does not know how
   * @throws HostException if the host fails otherwise
   */
  static ImageFile openDirect(Path path, boolean readOnly) {
    return open(path.toAbsolutePath(), readOnly, true);
  }

  private static ImageFile open(Path path, boolean readOnly, boolean direct) {
    try {
      boolean device = isDevice(path);
      if (direct) {
        checkBlocks(path);
      }
      return new ImageFile(path, FileLocks.take(path, readOnly, direct), readOnly, device);
    } catch (UnsupportedOperationException e) {
      throw new ConfigurationException("disk image %s: %s".formatted(path, NO_DIRECT));
    } catch (FileSystemException e) {
      throw new ConfigurationException(
          "cannot open disk image %s: %s".formatted(path, explain(e, readOnly, direct)));
    } catch (IOException e) {
      throw new HostException("cannot open disk image %s: %s".formatted(path, reason(e)), e);
    }
  }

  /**
   * Whether it is a block device; if not, it is an ordinary file. Opening anything else could
   * block, as a pipe does, or succeed without sense.
   */
  private static boolean isDevice(Path path) throws IOException {
    int kind = (int) Files.getAttribute(path, "unix:mode") & S_IFMT;
    if (kind != S_IFREG && kind != S_IFBLK) {
      throw new ConfigurationException(
          "disk image %s is %s, not a file or block device"
              .formatted(path, kind == S_IFDIR ? "a directory" : "a special file"));
    }
    return kind == S_IFBLK;
  }

  private static void checkBlocks(Path path) throws IOException {
    long bytes = Files.getFileStore(path).getBlockSize();
    if (DirectImage.BLOCK % bytes != 0) {
      throw new ConfigurationException(
          "disk image %s is on blocks of %d bytes, too large to go without the host's cache:"
                  .formatted(path, bytes)
              + " leave out \"cache\"");
    }
  }

  private static String explain(FileSystemException e, boolean readOnly, boolean direct) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return readOnly
          ? "no permission to read it"
          : "no permission to write it: change that, or make the disk read-only";
    }
    return direct ? reason(e) + ": " + NO_DIRECT : reason(e);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether it was opened for reading only. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** How long it is now. */
  public long size() {
    try {
      return channel().size();
    } catch (IOException e) {
      throw new HostException("cannot use disk image %s: %s".formatted(path, reason(e)), e);
    }
  }

  /** Reads as many bytes as {@code target} has; that the file ends before is a failure. */
  public void read(MemorySegment target, long offset) {
    try {
      if (readUpToEnd(target, offset) < target.byteSize()) {
        throw new EOFException(SHORTER);
      }
    } catch (IOException e) {
      throw failure("read", target.byteSize(), offset, e);
    }
  }

  /** Reads as many bytes as {@code target} has; what lies past the file's end is zero. */
  public void readOrZero(MemorySegment target, long offset) {
    try {
      target.asSlice(readUpToEnd(target, offset)).fill((byte) 0);
    } catch (IOException e) {
      throw failure("read", target.byteSize(), offset, e);
    }
  }

  private long readUpToEnd(MemorySegment target, long offset) throws IOException {
    long done = 0;
    while (done < target.byteSize()) {
      int length = channel().read(piece(target, done), offset + done);
      if (length < 0) {
        return done;
      }
      done += length;
    }
    return done;
  }

  /** Writes all of {@code source}; it may not be on stable storage before {@link #flush}. */
  public void write(MemorySegment source, long offset) {
    try {
      for (long done = 0; done < source.byteSize(); ) {
        done += channel().write(piece(source, done), offset + done);
      }
    } catch (IOException e) {
      throw failure("write", source.byteSize(), offset, e);
    }
  }

  private static ByteBuffer piece(MemorySegment memory, long from) {
    return memory.asSlice(from, Math.min(MAX_TRANSFER, memory.byteSize() - from)).asByteBuffer();
  }

  /**
   * Makes the file longer, if it is not yet as long as this: what is new is a hole, up to its last
   * block. Nobody else may write what is new. After a failure the file is as long as it was.
   *
   * @param zeroes the last block, aligned as {@link #write} needs it
   * @throws ConfigurationException if it is a block device, which has the length that the host gave
   *     it
   */
  void extend(long bytes, MemorySegment zeroes) {
    long before = size();
    if (before >= bytes) {
      return;
    }
    if (device) {
      throw new ConfigurationException(
          ("disk image %s is a block device of %d bytes, less than %d: make it larger on the host"
                  + " first, for example with lvextend")
              .formatted(path, before, bytes));
    }
    try {
      write(zeroes, bytes - zeroes.byteSize());
      flush();
    } catch (HostException e) {
      cutBack(before, e);
      throw e;
    }
  }

  private void cutBack(long bytes, HostException why) {
    try {
      channel().truncate(bytes);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Brings everything written to stable storage. */
  public void flush() {
    try {
      channel().force(false);
    } catch (IOException e) {
      throw new HostException(flushFailed(reason(e)), e);
    }
  }

  /**
   * The file as rings know it; lives as long as this does.
   *
   * @throws HostException if the host does not open it again
   */
  RingFile ringFile() {
    try {
      return held.ringFile(path);
    } catch (IOException e) {
      throw new HostException("cannot use disk image %s: %s".formatted(path, reason(e)), e);
    }
  }

  private FileChannel channel() {
    return held.channel();
  }

  private HostException failure(String verb, long length, long offset, IOException cause) {
    return new HostException(transferFailed(verb, length, offset, reason(cause)), cause);
  }

  /** What is said when a file cannot be read or written. */
  String transferFailed(String verb, long length, long offset, String reason) {
    return "cannot %s %d bytes at %d of disk image %s: %s"
        .formatted(verb, length, offset, path, reason);
  }

  /** What is said when what was written cannot be brought to stable storage. */
  String flushFailed(String reason) {
    return "cannot flush disk image %s: %s".formatted(path, reason);
  }

  /** What the kernel said, without the path that file system exceptions put before it. */
  private static String reason(IOException e) {
    String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return said == null ? e.getClass().getSimpleName() : said;
  }

  /** Gives it back, with its lock; closing twice does nothing. */
  @Override
  public void close() {
    try {
      held.close();
    } catch (IOException e) {
      throw new HostException("cannot close disk image %s: %s".formatted(path, reason(e)), e);
    }
  }
}
