package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ext4ImageTest {
  private static final int SOMEBODY = 65534;

  @TempDir private Path directory;
  private Path contents;
  private Path image;

  @BeforeEach
  void aDirectory() throws IOException {
    assumeThat(ExternalProgram.find("mke2fs", System.getenv())).as("mke2fs").isPresent();
    contents = Files.createDirectory(directory.resolve("contents"));
    image = directory.resolve("disk.img");
    Files.writeString(contents.resolve("with space"), "text\n");
  }

  @Test
  void filesAreInTheImage() {
    new Ext4Image(contents, 0, "test", false).write(toolbox(), image);

    assertThat(debugfs("cat \"/with space\"")).contains("text");
  }

  @Test
  void everythingBelongsToRoot() throws IOException {
    giveAwayIfAllowed(contents);
    giveAwayIfAllowed(contents.resolve("with space"));

    new Ext4Image(contents, 0, "test", false).write(toolbox(), image);

    assertThat(debugfs("stat \"/with space\"")).anyMatch(line -> line.matches("User: +0 .*"));
    assertThat(directory).isDirectoryNotContaining("glob:**.owners");
  }

  @Test
  void roomIsLeftForNewFiles() throws IOException {
    new Ext4Image(contents, 100 << 20, "test", true).write(toolbox(), image);

    assertThat(Files.size(image)).isBetween(164L << 20, 200L << 20);
  }

  @Test
  void aFileInTheWayIsReported() throws IOException {
    Files.createDirectory(image);

    assertThatThrownBy(() -> new Ext4Image(contents, 0, "test", false).write(toolbox(), image))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("disk.img");
  }

  /** Only root may give files away; as anyone else, the test's files are not root's anyway. */
  private static void giveAwayIfAllowed(Path path) throws IOException {
    if (((Number) Files.getAttribute(path, "unix:uid")).longValue() == 0) {
      Files.setAttribute(path, "unix:uid", SOMEBODY);
    }
  }

  private List<String> debugfs(String request) {
    Path program = ExternalProgram.find("debugfs", System.getenv()).orElseThrow();
    List<String> command = List.of(program.toString(), "-R", request, image.toString());
    return new ExternalProgram(command, "").run();
  }

  private Toolbox toolbox() {
    PackageStore packages =
        new PackageStore(
            new CacheDirectory(directory),
            () -> {
              throw new HostException("asked for the mirror");
            },
            Progress.SILENT);
    return new Toolbox(packages, Architecture.AMD64, System.getenv());
  }
}
