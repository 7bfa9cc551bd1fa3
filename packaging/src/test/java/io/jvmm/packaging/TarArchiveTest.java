package io.jvmm.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarArchiveTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  @TempDir private Path directory;

  @Test
  void everythingIsRootsAndOfOneTime() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "text");

    Map<String, TarArchiveEntry> entries = read(new FileSet().copy("a/file", file));

    assertThat(entries.keySet()).containsExactly("a/", "a/file");
    assertThat(entries.values())
        .allSatisfy(
            each -> {
              assertThat(each.getLongUserId()).isZero();
              assertThat(each.getLongGroupId()).isZero();
              assertThat(each.getUserName()).isEqualTo("root");
              assertThat(each.getLastModifiedTime().toInstant()).isEqualTo(TIME);
            });
  }

  @Test
  void kindsAndPermissionsAreKept() throws Exception {
    FileSet files =
        new FileSet().directory("tmp", 01777).link("bin", "usr/bin").content("c", new byte[3]);

    Map<String, TarArchiveEntry> entries = read(files);

    assertThat(entries.get("tmp/"))
        .returns(true, TarArchiveEntry::isDirectory)
        .returns(01777, TarArchiveEntry::getMode);
    assertThat(entries.get("bin"))
        .returns(true, TarArchiveEntry::isSymbolicLink)
        .returns("usr/bin", TarArchiveEntry::getLinkName);
    assertThat(entries.get("c"))
        .returns(0644, TarArchiveEntry::getMode)
        .returns(3L, TarArchiveEntry::getSize);
  }

  @Test
  void longNamesAndNamesOutsideAsciiAreKept() throws Exception {
    String name = "näme/" + "x".repeat(300);

    assertThat(read(new FileSet().text(name, "text")).keySet()).contains(name);
  }

  @Test
  void equalFilesMakeEqualBytesWhoeverOwnsThemAndWhenever() throws Exception {
    Path first = Files.writeString(directory.resolve("first"), "text");
    byte[] bytes = bytes(new FileSet().copy("file", first).text("b", "").text("a", ""));
    Path second = Files.writeString(directory.resolve("second"), "text");
    Files.setLastModifiedTime(second, FileTime.from(Instant.EPOCH));

    assertThat(bytes(new FileSet().text("a", "").text("b", "").copy("file", second)))
        .isEqualTo(bytes);
  }

  private static byte[] bytes(FileSet files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TarArchive(files, TIME).write(bytes);
    return bytes.toByteArray();
  }

  private static Map<String, TarArchiveEntry> read(FileSet files) throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes(files)), UTF_8.name())) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        entries.put(each.getName(), each);
      }
    }
    return entries;
  }
}
