package io.jvmm.load.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioArchiveTest {
  @TempDir Path directory;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(directory.resolve("bin"));
    Files.setPosixFilePermissions(
        directory.resolve("bin"), PosixFilePermissions.fromString("rwxr-x---"));
    write("bin/tool", "twelve bytes", "rwxr-xr-x");
    write("empty", "", "rw-------");
    Files.createSymbolicLink(directory.resolve("init"), Path.of("bin/tool"));
  }

  private void write(String name, String content, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private Source archive() {
    return CpioArchive.of("initrd", directory);
  }

  private static byte[] all(Source source) {
    return SourceReader.structure(source, "content", 0, (int) source.size());
  }

  /** What a reader of others' makes of it: {@code mode name content}. */
  private static List<String> entries(byte[] archive) throws IOException {
    List<String> entries = new ArrayList<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
      CpioArchiveEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        assertThat(entry.getUID()).isZero();
        assertThat(entry.getGID()).isZero();
        assertThat(entry.getTime()).isZero();
        String mode = Long.toOctalString(entry.getMode());
        entries.add(
            mode
                + " "
                + entry.getName()
                + " "
                + new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  void aDirectoryIsPackedInOrderWithItsModes() throws IOException {
    assertThat(entries(all(archive())))
        .containsExactly(
            "40750 bin ", "100755 bin/tool twelve bytes", "100600 empty ", "120777 init bin/tool");
  }

  @Test
  void theSameFilesMakeTheSameBytes() throws IOException {
    byte[] first = all(archive());
    Files.setLastModifiedTime(directory.resolve("empty"), FileTime.fromMillis(12345));

    assertThat(all(archive())).isEqualTo(first);
  }

  @Test
  void anEmptyDirectoryIsAnArchiveThatEnds(@TempDir Path empty) {
    assertThat(all(CpioArchive.of("initrd", empty)))
        .asString(StandardCharsets.US_ASCII)
        .contains("TRAILER!!!");
  }

  @Test
  void thePlanSaysWhatItIsMadeOf() {
    assertThat(archive().description())
        .matches("directory " + directory + " \\(\\d+ bytes as a cpio archive\\)");
  }

  @Test
  void aFileThatChangesIsFound() throws IOException {
    Source source = archive();
    write("bin/tool", "other", "rwxr-xr-x");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(source::requireUnchanged)
        .withMessageContaining("bin/tool changed while the machine was being started");
  }

  @Test
  void aFileOf4GiBIsRefused() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
      file.setLength(1L << 32);
    }

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(this::archive)
        .withMessageContaining("large has 4 GiB or more");
  }

  @Test
  void aFileJustBelow4GiBIsPacked() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
      file.setLength((1L << 32) - 1);
    }

    assertThat(archive().size()).isGreaterThan(1L << 32);
  }

  @Test
  void theNameThatEndsAnArchiveIsRefused() throws IOException {
    write("TRAILER!!!", "", "rw-------");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(this::archive)
        .withMessageContaining("has the name that ends a cpio archive");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    Path absent = directory.resolve("absent");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CpioArchive.of("initrd", absent))
        .withMessage("initrd " + absent + " does not exist: check the path");
  }

  @Test
  void aFileIsNoDirectory() {
    Path file = directory.resolve("empty");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CpioArchive.of("initrd", file))
        .withMessage("initrd " + file + " is no directory: name one, or load it as it is");
  }
}
