package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatImageTest {
  @TempDir private Path directory;
  private Path contents;
  private Path image;
  private FakeTools tools;

  @BeforeEach
  void aDirectory() throws IOException {
    contents = Files.createDirectory(directory.resolve("contents"));
    Files.createDirectory(contents.resolve("EFI"));
    Files.writeString(contents.resolve("a file"), "text\n");
    image = directory.resolve("esp.img");
    tools = new FakeTools(directory.resolve("bin"));
  }

  @Test
  void itIsFormattedAndThenFilled() throws IOException {
    tools.with("mtools", "");

    new FatImage(contents, 40, "EFI").write(toolbox(), image);

    assertThat(tools.calls())
        .containsExactly(
            "mtools -c mformat -i %s -C -T 81920 -F -c 1 -v EFI -N 4a564d4d ::".formatted(image),
            "mtools -c mcopy -i %1$s -s %2$s/EFI %2$s/a file ::".formatted(image, contents));
  }

  @Test
  void aFullDiskIsReported() throws IOException {
    tools.with("mtools", "echo Disk full; exit 1");

    assertThatThrownBy(() -> new FatImage(contents, 40, "EFI").write(toolbox(), image))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("Disk full")
        .hasMessageContaining("space left");
  }

  @Test
  void aSizeBelowFat32IsRefused() {
    assertThatThrownBy(() -> new FatImage(contents, 32, "EFI"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 MiB");
  }

  private Toolbox toolbox() {
    PackageStore packages =
        new PackageStore(
            new CacheDirectory(directory.resolve("cache")),
            () -> {
              throw new HostException("asked for the mirror");
            },
            Progress.SILENT);
    return tools.toolbox(packages);
  }
}
