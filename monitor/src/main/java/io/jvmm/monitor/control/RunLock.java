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
import org.jspecify.annotations.Nullable;

/**
 * Keeps a machine from being run twice. The kernel gives the lock up when the process that has it
 * ends, however that comes about; the file stays, for whoever removed it could remove another's.
 */
public final class RunLock implements AutoCloseable {
  private static final int DIGITS = 20;

  private final FileChannel file;

  private RunLock(FileChannel file) {
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
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return locked(channel, name);
    } catch (IOException e) {
      throw new HostException(
          "cannot keep machine '%s' from being run twice: its lock '%s' cannot be made (%s); let this"
                  .formatted(name, file, reason(e))
              + " user write there, or set XDG_STATE_HOME",
          e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException other -> other.getFile() + " is no directory";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static RunLock locked(FileChannel channel, String name) throws IOException {
    try {
      if (tryLock(channel) == null) {
        throw new ConfigurationException(
            "machine '%s' is running already, in process %s: stop that one, or change \"name\""
                .formatted(name, holder(channel)));
      }
      channel.truncate(0).write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      return new RunLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
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
    }
  }
}
