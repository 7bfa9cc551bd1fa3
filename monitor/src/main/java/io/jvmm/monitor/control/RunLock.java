package io.jvmm.monitor.control;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a machine from being run twice. The kernel gives the lock up when the process that has it
 * ends, however that comes about; the file stays, for whoever removed it could remove another's.
 */
public final class RunLock implements AutoCloseable {
  private static final int DIGITS = 20;
  private static final int TRIES = 10;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  // By this process. Such a file must not be opened again: the kernel gives all locks of a process
  // on a file up as soon as the process closes it, by whichever descriptor (fcntl_locking(2)).
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel file;

  private RunLock(Path key, FileChannel file) {
    this.key = key;
    this.file = file;
  }

  /**
   * Takes it.
   *
   * @param file where it is; made with its directory if need be
   * @param name the machine's
   * @throws ConfigurationException if another process runs the machine
   * @throws HostException if the file cannot be made
   */
  public static RunLock take(Path file, String name) {
    return take(file, name, "running already, in process %s: stop that one, or change \"name\"");
  }

  /**
   * Takes one that keeps a machine from being started by two at once.
   *
   * @param file where it is; made with its directory if need be
   * @param name the machine's
   * @throws ConfigurationException if another process starts the machine
   * @throws HostException if the file cannot be made
   */
  public static RunLock takeToStart(Path file, String name) {
    return take(file, name, "being started already, by process %s: wait for that one");
  }

  private static RunLock take(Path file, String name, String why) {
    Path key = key(file);
    UnaryOperator<String> refusal =
        holder -> "machine '%s' is ".formatted(name) + why.formatted(holder);
    if (!HELD.add(key)) {
      throw new ConfigurationException(refusal.apply("" + ProcessHandle.current().pid()));
    }
    try {
      return new RunLock(key, locked(open(key), refusal));
    } catch (IOException e) {
      HELD.remove(key);
      throw new HostException(
          "cannot keep machine '%s' from being run twice: its lock '%s' cannot be made (%s); let this"
                  .formatted(name, file, reason(e))
              + " user write there, or set XDG_STATE_HOME",
          e);
    } catch (RuntimeException e) {
      HELD.remove(key);
      throw e;
    }
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static FileChannel open(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      PrivateDirectory.create(directory);
    }
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException other -> other.getFile() + " is no directory";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static FileChannel locked(FileChannel channel, UnaryOperator<String> refusal)
      throws IOException {
    try {
      if (!isLocked(channel)) {
        throw new ConfigurationException(refusal.apply(holder(channel)));
      }
      writeNumber(channel);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * For who is refused. On a full disk nobody gets to know it, and the lock is one all the same.
   */
  private static void writeNumber(FileChannel channel) throws IOException {
    channel.truncate(0);
    try {
      channel.write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
    } catch (IOException e) {
      channel.truncate(0);
    }
  }

  // Who only looks whether the machine runs has the lock for a moment.
  private static boolean isLocked(FileChannel channel) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      if (tryLock(channel, false) != null) {
        return true;
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
    return false;
  }

  /**
   * Which process has it.
   *
   * @param file where it is; need not exist
   * @return empty if none has; a process that has it without its number is 0
   * @throws HostException if nobody can tell
   */
  public static OptionalLong holder(Path file) {
    if (HELD.contains(key(file))) {
      return OptionalLong.of(ProcessHandle.current().pid());
    }
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    try (FileChannel channel = FileChannel.open(file)) { // which may lie where nobody may write
      if (tryLock(channel, true) != null) {
        return OptionalLong.empty();
      }
      String holder = holder(channel);
      return OptionalLong.of(holder.matches("[0-9]+") ? Long.parseLong(holder) : 0);
    } catch (IOException e) {
      throw new HostException("cannot look at the lock '%s': %s".formatted(file, reason(e)), e);
    }
  }

  /**
   * The lock; {@code null} if another has it.
   *
   * @param shared with others who only look
   */
  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null; // this process has it
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(DIGITS);
    channel.read(text, 0);
    String number = US_ASCII.decode(text.flip()).toString().strip();
    return number.matches("[0-9]+") ? number : "of unknown number";
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new HostException("cannot release a machine's lock: " + e.getMessage(), e);
    } finally {
      HELD.remove(key);
    }
  }
}
