package io.jvmm.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.ExternalProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, as dpkg-deb reads it. */
class DebArchiveTest {
  private static final String CONTROL =
      """
      Package: example
      Version: 1~rc
      Architecture: all
      Maintainer: nobody <nobody@localhost>
      Description: a package for a test
       of two lines
      """;

  @TempDir private Path directory;

  @Test
  void theFieldsAreThoseGivenAndTheSize() throws Exception {
    Path deb = write(new FileSet().content("usr/lib/a", new byte[1025]).link("usr/b", "lib/a"));

    assertThat(dpkgDeb("--field", deb.toString(), "Version")).containsExactly("1~rc");
    assertThat(dpkgDeb("--field", deb.toString(), "Installed-Size"))
        .as("two directories, a link, and two units of 1024 bytes")
        .containsExactly("5");
  }

  @Test
  void theFilesAreUnpackedAndTheirChecksumsAreRight() throws Exception {
    Path deb = write(new FileSet().text("usr/lib/a b", "text\n").text("usr/lib/c", ""));
    Path tree = directory.resolve("tree");

    dpkgDeb("--raw-extract", deb.toString(), tree.toString());

    assertThat(tree.resolve("usr/lib/a b")).hasContent("text");
    List<String> command = List.of("md5sum", "--check", "DEBIAN/md5sums");
    assertThat(new ExternalProgram(command, tree, Map.of(), "").run())
        .containsExactly("usr/lib/a b: OK", "usr/lib/c: OK");
  }

  @Test
  void thePathsBeginWithADotAsDpkgsOwnDo() throws Exception {
    Path deb = write(new FileSet().text("usr/a", ""));

    assertThat(dpkgDeb("--contents", deb.toString()))
        .satisfiesExactly(
            root -> assertThat(root).matches("drwxr-xr-x root/root .* \\./"),
            usr -> assertThat(usr).endsWith(" ./usr/"),
            file -> assertThat(file).matches("-rw-r--r-- root/root .* \\./usr/a"));
  }

  private Path write(FileSet files) throws IOException {
    Path deb = directory.resolve("example.deb");
    try (OutputStream output = Files.newOutputStream(deb)) {
      new DebArchive(CONTROL, files, Instant.ofEpochSecond(1_700_000_000)).write(output);
    }
    return deb;
  }

  private static List<String> dpkgDeb(String... arguments) {
    List<String> command = new ArrayList<>(List.of("dpkg-deb"));
    command.addAll(List.of(arguments));
    return new ExternalProgram(command, "").run();
  }
}
