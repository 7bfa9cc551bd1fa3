package io.jvmm.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.packaging.FileSet.Copy;
import io.jvmm.packaging.FileSet.Directory;
import io.jvmm.packaging.FileSet.Link;
import io.jvmm.vmm.error.HostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSetTest {
  @TempDir private Path directory;

  @Test
  void theDirectoriesAboveAFileComeBeforeIt() {
    FileSet files = new FileSet().text("usr/bin/a", "").text("usr-b", "");

    assertThat(files.entries().keySet()).containsExactly("usr", "usr-b", "usr/bin", "usr/bin/a");
  }

  @Test
  void aDirectoryKeepsItsPermissionsWhateverComesBelowIt() {
    FileSet files = new FileSet().directory("tmp", 01777).text("tmp/a", "");

    assertThat(files.entries()).containsEntry("tmp", new Directory(01777));
  }

  @Test
  void aTreeIsItsFilesLinksAndDirectories() throws Exception {
    Path program = Files.writeString(directory.resolve("program"), "");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path text = Files.writeString(directory.resolve("text"), "");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("../nowhere"));
    Files.createDirectory(directory.resolve("empty"));

    FileSet files = new FileSet().tree("opt", directory);

    assertThat(files.entries())
        .containsEntry("opt/program", new Copy(program, 0755))
        .containsEntry("opt/text", new Copy(text, 0644))
        .containsEntry("opt/link", new Link("../nowhere"))
        .containsEntry("opt/empty", new Directory(0755))
        .hasSize(5);
  }

  @Test
  void whatIsLeftOutTakesWhatIsBelowWithIt() {
    FileSet files = new FileSet().text("a/b/c", "").text("a/bc", "").withoutTree("a/b");

    assertThat(files.entries().keySet()).containsExactly("a", "a/bc");
  }

  @Test
  void aDirectoryThatIsMissingIsNamed() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> new FileSet().tree("", missing))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(missing.toString());
  }
}
