package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ext4VolumeTest {
  @TempDir private Path directory;
  private Path more;

  @BeforeEach
  void filesToAdd() throws IOException {
    more = Files.createDirectory(directory.resolve("more"));
    Files.writeString(more.resolve("vmlinuz-6.12+deb13"), "kernel\n");
    Files.createDirectories(more.resolve("grub/themes"));
    Files.writeString(more.resolve("grub/grub.cfg"), "menu\n");
    Files.writeString(more.resolve("grub/themes/plain"), "theme\n");
  }

  @Test
  void filesAreAddedWithTheirDirectories() throws IOException {
    Ext4Volume volume = volume();

    volume.add(more, "/boot");

    assertThat(debugfs(volume, "cat /boot/vmlinuz-6.12+deb13")).contains("kernel");
    assertThat(debugfs(volume, "cat /boot/grub/grub.cfg")).contains("menu");
    assertThat(debugfs(volume, "cat /boot/grub/themes/plain")).contains("theme");
  }

  @Test
  void namesAreThoseOfADirectory() throws IOException {
    Ext4Volume volume = volume();

    volume.add(more, "/boot");

    assertThat(volume.names("/boot")).containsExactlyInAnyOrder("grub", "vmlinuz-6.12+deb13");
  }

  @Test
  void whereThereIsNoDirectoryThereAreNoNames() throws IOException {
    assertThat(volume().names("/usr/lib/modules")).isEmpty();
  }

  @Test
  void whatCannotBeAddedIsReported() throws IOException {
    Ext4Volume volume = volume();

    assertThatThrownBy(() -> volume.add(more, "/nowhere"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("volume.img")
        .hasMessageContaining("not found");
  }

  @Test
  void theIdentifierIsThatOfTheSuperblock() throws IOException {
    UUID uuid = UUID.fromString("1abf2d67-9e13-4c0f-a295-8409e5f1fb9f");
    byte[] content = new byte[2048];
    ByteBuffer.wrap(content)
        .putLong(1128, uuid.getMostSignificantBits())
        .putLong(1136, uuid.getLeastSignificantBits());
    Path image = Files.write(directory.resolve("volume.img"), content);

    assertThat(new Ext4Volume(toolbox(), image).uuid()).isEqualTo(uuid);
  }

  @Test
  void aCopyIsAVolumeOfItsOwn() throws IOException {
    Ext4Volume original = volume();

    Ext4Volume copy = Ext4Volume.copyOf(original.image(), toolbox(), directory.resolve("copy.img"));
    copy.add(more, "/boot");

    assertThat(copy.uuid()).isEqualTo(original.uuid());
    assertThat(Files.size(copy.image())).isEqualTo(Files.size(original.image()));
    assertThat(original.names("/boot")).isEmpty();
  }

  /** With an empty directory {@code /boot}. */
  private Ext4Volume volume() throws IOException {
    assumeThat(ExternalProgram.find("mke2fs", System.getenv())).as("mke2fs").isPresent();
    Path contents = Files.createDirectory(directory.resolve("contents"));
    Files.createDirectory(contents.resolve("boot"));
    Path image = directory.resolve("volume.img");
    new Ext4Image(contents, 1 << 20, "test", false).write(toolbox(), image);
    return new Ext4Volume(toolbox(), image);
  }

  private static List<String> debugfs(Ext4Volume volume, String request) {
    Path program = ExternalProgram.find("debugfs", System.getenv()).orElseThrow();
    List<String> command = List.of(program.toString(), "-R", request, volume.image().toString());
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
