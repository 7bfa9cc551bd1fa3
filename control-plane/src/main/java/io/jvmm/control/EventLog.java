package io.jvmm.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.jvmm.control.MachineEvent.Kind;
import io.jvmm.monitor.control.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened to the user's machines, in lines of JSON. Every process that does something to one
 * appends to it: an event is one write, so that those of several do not mix. The log before this
 * one is kept beside it; {@link EventFollower} reads both.
 *
 * @param file where it is; need not exist
 */
public record EventLog(Path file) {
  private static final System.Logger LOG = System.getLogger(EventLog.class.getName());
  private static final long LIMIT = 1 << 20;

  /** The log before this one. */
  Path former() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** Adds an event of this moment, of which there is no more to say. */
  void add(String machine, Kind kind) {
    add(machine, kind, Optional.empty());
  }

  /**
   * Adds an event of this moment. What happened has happened: if it cannot be written, such as on a
   * full disk, that is logged, and no more.
   */
  void add(String machine, Kind kind, Optional<String> detail) {
    String line = new MachineEvent(Instant.now(), machine, kind, detail).toJson() + "\n";
    try {
      PrivateDirectory.create(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      try (FileChannel log = FileChannel.open(file, CREATE, APPEND)) {
        log.write(UTF_8.encode(isTorn() ? "\n" + line : line));
        if (log.size() > LIMIT) {
          beginAnew(log);
        }
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "''{0}'' does not get to know that machine ''{1}'' was {2}: {3}",
          file,
          machine,
          kind,
          e.getMessage());
    }
  }

  /** Whether the latest line has no end: the disk was full before it was written. */
  private boolean isTorn() throws IOException {
    try (FileChannel log = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return log.size() > 0 && log.read(last, log.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  /** Whoever gets the lock does it, once: the name leads to another file then. */
  private void beginAnew(FileChannel log) throws IOException {
    try (FileLock lock = log.tryLock()) {
      if (lock != null && Files.size(file) > LIMIT) {
        Files.move(file, former(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (OverlappingFileLockException e) {
      LOG.log(System.Logger.Level.DEBUG, "another thread begins it anew");
    }
  }
}
