package io.jvmm.provisioning.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.provisioning.FakeTools;
import io.jvmm.provisioning.Progress;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the disk of a system of three small files, with programs that only say what they would. */
class DebianDiskRecipeTest {
  private static final int ESP_BYTES = 40 << 20;

  @TempDir private Path directory;
  private final SmallSystem system = new SmallSystem();
  private FakePackages packages;
  private FakeTools tools;
  private Path partitionTable;

  @BeforeEach
  void grubAndPrograms() throws IOException {
    packages = new FakePackages(directory);
    packages.provide(DebianDiskRecipe.GRUB, DebianDiskRecipe.GRUB_PROGRAM);
    partitionTable = directory.resolve("table");
    tools =
        new FakeTools(directory.resolve("bin"))
            .with("sfdisk", "cat > '" + partitionTable + "'")
            .with("mtools", "[ $2 != mformat ] || truncate -s %d \"$4\"".formatted(ESP_BYTES));
    kernels("6.12.1");
  }

  @Test
  void theSystemsFilesComeFromTheImageOfTheSystem() throws IOException {
    images().locate("small", "vmlinuz");

    images().locate("debian-trixie-disk", "disk.img");

    assertThat(system.built).isOne();
  }

  @Test
  void theEfiSystemPartitionHoldsGrub() throws IOException {
    tools.with(
        "mtools",
        """
        [ $2 != mformat ] || truncate -s %d "$4"
        [ $2 != mcopy ] || (cd "$6" && find . -type f | sort) >> '%s/esp'
        """
            .formatted(ESP_BYTES, directory));

    images().locate("debian-trixie-disk", "disk.img");

    assertThat(directory.resolve("esp")).hasContent("./BOOT/BOOTAA64.EFI\n./debian/grub.cfg");
  }

  @Test
  void theRootPartitionIsTheOneToBootFrom() throws IOException {
    Path disk = images().locate("debian-trixie-disk", "disk.img");

    assertThat(Files.readAllLines(partitionTable).getLast())
        .contains("start=83968")
        .contains("name=\"root\", attrs=\"LegacyBIOSBootable\"");
    assertThat(Files.size(disk)).isEqualTo((1L << 20) + ESP_BYTES + (1L << 20) + (1L << 20));
  }

  @Test
  void kernelAndMenusAreAddedToTheRootFileSystem() throws IOException {
    tools.with(
        "debugfs",
        """
        [ $1 != -R ] || echo /1/040755/0/0/6.12.1//
        [ $1 != -w ] || grep -h write "$3" >> '%s/written'
        """
            .formatted(directory));

    images().locate("debian-trixie-disk", "disk.img");

    assertThat(Files.readAllLines(directory.resolve("written")))
        .containsExactlyInAnyOrder(
            "write extlinux/extlinux.conf extlinux.conf",
            "write grub/grub.cfg grub.cfg",
            "write initrd.img-6.12.1 initrd.img-6.12.1",
            "write vmlinuz-6.12.1 vmlinuz-6.12.1");
  }

  @Test
  void nothingButTheDiskIsKept() throws IOException {
    Path disk = images().locate("debian-trixie-disk", "disk.img");

    try (var files = Files.list(disk.resolveSibling("."))) {
      assertThat(files.map(Path::getFileName)).containsExactly(Path.of("disk.img"));
    }
  }

  @Test
  void aSystemOfTwoKernelsIsRefused() throws IOException {
    kernels("6.12.1", "6.12.2");

    assertThatThrownBy(() -> images().locate("debian-trixie-disk", "disk.img"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("[6.12.1, 6.12.2]");
  }

  @Test
  void anotherSystemMakesAnotherDisk() {
    String before = recipe().version();

    system.version = "2";

    assertThat(recipe().version()).isNotEqualTo(before);
  }

  private void kernels(String... releases) throws IOException {
    StringBuilder script = new StringBuilder("[ $1 = -R ] || exit 0\n");
    for (String each : releases) {
      script.append("echo /1/040755/0/0/%s//%n".formatted(each));
    }
    tools.with("debugfs", script.toString());
  }

  private DebianDiskRecipe recipe() {
    return new DebianDiskRecipe(
        packages.store(), tools.toolbox(packages.store()), Progress.SILENT, system);
  }

  private ImageStore images() {
    return new ImageStore(packages.store(), List.of(system, recipe()));
  }

  private static final class SmallSystem implements Recipe {
    private int built;
    private String version = "1";

    @Override
    public String name() {
      return "small";
    }

    @Override
    public List<String> files() {
      return List.of("vmlinuz", "initrd", "root.img");
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void build(Path image) throws IOException {
      built++;
      Files.writeString(image.resolve("vmlinuz"), "kernel");
      Files.writeString(image.resolve("initrd"), "initrd");
      Files.write(image.resolve("root.img"), new byte[1 << 20]);
    }
  }
}
