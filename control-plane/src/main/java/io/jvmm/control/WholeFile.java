package io.jvmm.control;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files of text that are there with all their content or, if that fails, as they were before. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes one beside its place and moves it there.
   *
   * @throws HostException if it cannot be written, such as on a full disk
   */
  static void write(Path file, String text) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes
            .hasRemaining()) { // a disk that is nearly full takes some, and refuses the rest
          channel.write(bytes);
        }
        channel.force(true); // before the name says that it is whole
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      draft.toFile().delete();
      throw new HostException(
          "cannot write '%s' (%s): make room, or let this user write there"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
