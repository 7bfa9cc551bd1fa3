package io.jvmm.virtio.block;

import io.jvmm.linux.uring.RingFile;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The disk images that this process has open, each locked: against all others if it may be written,
 * against writers if not.
 *
 * <p>The locks are POSIX record locks. The kernel drops one as soon as this process closes any
 * descriptor of the same file, so each file is opened once, whatever its name: those who only read
 * it share the descriptor, and who may not have it is refused before another one is opened. A file
 * that is used through rings has a second descriptor, for Java does not tell the number of the
 * first; once open, it stays so until the first is closed, too.
 */
final class FileLocks {
  /** By file key, which is the device and the inode. Guarded by itself. */
  private static final Map<Object, OpenFile> OPEN = new HashMap<>();

  private FileLocks() {}

  /** A file that is open, and how many have it. */
  private static final class OpenFile {
    private final FileChannel channel;
    private final boolean readOnly;
    private final boolean direct;
    private Optional<RingFile> forRings = Optional.empty(); // guarded by OPEN, as is users
    private int users;

    OpenFile(FileChannel channel, boolean readOnly, boolean direct) {
      this.channel = channel;
      this.readOnly = readOnly;
      this.direct = direct;
    }

    /**
     * Opens it for rings, if it is not yet.
     *
     * @throws IOException if it is another file by now that has this path
     */
    RingFile forRings(Path path, Object key) throws IOException {
      if (forRings.isEmpty()) {
        forRings = Optional.of(RingFile.open(path, readOnly, direct));
      }
      if (!keyOf(forRings.get().link()).equals(key)) {
        throw new IOException("another file has taken its place");
      }
      return forRings.get();
    }

    void close() throws IOException {
      forRings.ifPresent(RingFile::close);
      channel.close();
    }

    /** Whether it will do for another user. */
    boolean serves(boolean otherReadOnly, boolean otherDirect) {
      return readOnly && otherReadOnly && direct == otherDirect;
    }
  }

  /** One user's share of an open file. */
  static final class Holding implements HeldFile {
    private final Object key;
    private final OpenFile file;
    private boolean closed; // guarded by OPEN

    private Holding(Object key, OpenFile file) {
      this.key = key;
      this.file = file;
      file.users++;
    }

    @Override
    public FileChannel channel() {
      return file.channel;
    }

    @Override
    public RingFile ringFile(Path path) throws IOException {
      synchronized (OPEN) {
        return file.forRings(path, key);
      }
    }

    /** Gives the share back; the last one closes the file and thereby unlocks it. */
    @Override
    public void close() throws IOException {
      synchronized (OPEN) {
        if (!closed) {
          closed = true;
          giveBack();
        }
      }
    }

    private void giveBack() throws IOException {
      file.users--;
      if (file.users == 0) {
        OPEN.remove(key);
        file.close();
      }
    }
  }

  /**
   * Opens and locks a file, or shares one that is open.
   *
   * @param direct whether past the host's page cache
   * @throws ConfigurationException if it is in use
   * @throws UnsupportedOperationException if the file system cannot do without the cache
   */
  static Holding take(Path path, boolean readOnly, boolean direct) throws IOException {
    Object key = keyOf(path);
    synchronized (OPEN) {
      OpenFile open = OPEN.get(key);
      if (open == null) {
        open = open(path, readOnly, direct);
        OPEN.put(key, open);
      } else if (!open.serves(readOnly, direct)) {
        throw inUse(path);
      }
      return new Holding(key, open);
    }
  }

  private static Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private static OpenFile open(Path path, boolean readOnly, boolean direct) throws IOException {
    FileChannel channel = FileChannel.open(path, options(readOnly, direct));
    try {
      @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, readOnly);
      if (lock == null) {
        throw inUse(path);
      }
      return new OpenFile(channel, readOnly, direct);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Set<OpenOption> options(boolean readOnly, boolean direct) {
    Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.READ));
    if (!readOnly) {
      options.add(StandardOpenOption.WRITE);
    }
    if (direct) {
      options.add(direct());
    }
    return options;
  }

  /** By its name, for the compiler warns of every use of this class, exported as it is. */
  private static OpenOption direct() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return Stream.of(options.getEnumConstants())
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst()
          .orElseThrow(UnsupportedOperationException::new);
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  private static ConfigurationException inUse(Path path) {
    return new ConfigurationException(
        "disk image %s is in use: stop the virtual machine that has it, or give this one a copy"
            .formatted(path));
  }
}
