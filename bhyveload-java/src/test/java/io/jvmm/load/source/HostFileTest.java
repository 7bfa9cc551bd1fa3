package io.jvmm.load.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFileTest {
  @TempDir Path directory;

  private Path file(int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return Files.write(directory.resolve("vmlinuz"), content);
  }

  private static void refuses(Path file, String words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> HostFile.of("kernel", file))
        .withMessage("kernel " + file + " " + words);
  }

  @Test
  void aPartIsReadFromItsPlace() throws IOException {
    ByteBuffer target = ByteBuffer.allocate(2);

    int read = HostFile.of("kernel", file(1, 2, 3, 4)).read(target, 1);

    assertThat(read).isEqualTo(2);
    assertThat(target.array()).containsExactly(2, 3);
  }

  @Test
  void behindItsEndIsNothing() throws IOException {
    assertThat(HostFile.of("kernel", file(1)).read(ByteBuffer.allocate(1), 1)).isEqualTo(-1);
  }

  @Test
  void aMissingFileIsNamed() {
    refuses(directory.resolve("absent"), "does not exist: check the path");
  }

  @Test
  void aDirectoryIsNoFile() {
    refuses(directory, "is a directory: name the file in it");
  }

  @Test
  void aDeviceIsNoFile() {
    refuses(Path.of("/dev/null"), "is no regular file: copy what it gives into a file first");
  }

  @Test
  void aFileWithoutReadPermissionSaysSo() throws IOException {
    Path file = file(1);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");

    refuses(file, "may not be read by this user: check its permissions");
  }

  @Test
  void anEmptyFileHasNothingToLoad() throws IOException {
    refuses(file(), "is empty: get a fresh copy");
  }
}
