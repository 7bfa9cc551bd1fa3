package io.jvmm.virtio.block;

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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The disk images that this process has open, each locked: against all others if it may be written,
 * against writers if not.
 *
 * <p>The locks are POSIX record locks. The kernel drops one as soon as this process closes any
 * descriptor of the same file, so each file is opened once, whatever its name: those who only read
 * it share the descriptor, and who may not have it is refused before another one is opened.
 */
final class FileLocks {
  /** By file key, which is the device and the inode. Guarded by itself. */
  private static final Map<Object, OpenFile> OPEN = new HashMap<>();

  private FileLocks() {}

  /** A file that is open, and how many have it. */
  private static final class OpenFile {
    private final FileChannel channel;
    private final boolean readOnly;
    private int users; // guarded by OPEN

    OpenFile(FileChannel channel, boolean readOnly) {
      this.channel = channel;
      this.readOnly = readOnly;
    }
  }

  /** One user's share of an open file. */
  static final class Holding {
    private final Object key;
    private final OpenFile file;
    private boolean closed; // guarded by OPEN

    private Holding(Object key, OpenFile file) {
      this.key = key;
      this.file = file;
      file.users++;
    }

    FileChannel channel() {
      return file.channel;
    }

    /** Gives the share back; the last one closes the file and thereby unlocks it. */
    void close() throws IOException {
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
        file.channel.close();
      }
    }
  }

  /**
   * Opens and locks a file, or shares one that is open.
   *
   * @throws ConfigurationException if it is in use
   */
  static Holding take(Path path, boolean readOnly) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    synchronized (OPEN) {
      OpenFile open = OPEN.get(key);
      if (open == null) {
        open = open(path, readOnly);
        OPEN.put(key, open);
      } else if (!open.readOnly || !readOnly) {
        throw inUse(path);
      }
      return new Holding(key, open);
    }
  }

  private static OpenFile open(Path path, boolean readOnly) throws IOException {
    FileChannel channel = FileChannel.open(path, options(readOnly));
    try {
      @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, readOnly);
      if (lock == null) {
        throw inUse(path);
      }
      return new OpenFile(channel, readOnly);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Set<OpenOption> options(boolean readOnly) {
    return readOnly
        ? Set.of(StandardOpenOption.READ)
        : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static ConfigurationException inUse(Path path) {
    return new ConfigurationException(
        "disk image %s is in use: stop the virtual machine that has it, or give this one a copy"
            .formatted(path));
  }
}
