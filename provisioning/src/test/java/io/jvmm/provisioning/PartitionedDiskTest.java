package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.provisioning.PartitionedDisk.Partition;
import io.jvmm.provisioning.PartitionedDisk.PartitionType;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has a program in sfdisk's place that keeps the table it is given. */
class PartitionedDiskTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path directory;
  private Path disk;
  private Path table;
  private FakeTools tools;

  @BeforeEach
  void aProgramThatKeepsTables() throws IOException {
    disk = directory.resolve("disk.img");
    table = directory.resolve("table");
    tools = new FakeTools(directory.resolve("bin")).with("sfdisk", "cat > '" + table + "'");
  }

  @Test
  void partitionsLieOnMegabytes() throws IOException {
    twoPartitions().write(toolbox(), disk);

    assertThat(Files.readString(table))
        .containsPattern("start=2048, size=2048, type=c12a7328-.*, name=\"boot\"\n")
        .containsPattern("start=4096, size=6144, type=0fc63daf-.*, name=\"root\"");
  }

  @Test
  void theirImagesAreCopiedThere() throws IOException {
    twoPartitions().write(toolbox(), disk);

    assertThat(textAt(MEGABYTE)).isEqualTo("boot");
    assertThat(textAt(2 * MEGABYTE)).isEqualTo("root");
  }

  @Test
  void theTablesSecondCopyHasRoomAtTheEnd() throws IOException {
    twoPartitions().write(toolbox(), disk);

    assertThat(Files.size(disk)).isEqualTo(6 * MEGABYTE);
  }

  @Test
  void theBootablePartitionSaysSo() throws IOException {
    twoPartitions().write(toolbox(), disk);

    assertThat(Files.readAllLines(table))
        .filteredOn(line -> line.endsWith("attrs=\"LegacyBIOSBootable\""))
        .singleElement()
        .asString()
        .contains("name=\"root\"");
  }

  @Test
  void equalNamesGiveEqualIdentifiers() throws IOException {
    twoPartitions().write(toolbox(), disk);
    String first = Files.readString(table);
    Files.delete(disk);

    twoPartitions().write(toolbox(), disk);

    assertThat(table).hasContent(first);
    assertThat(first.lines().filter(line -> line.contains("uuid=")).distinct()).hasSize(2);
  }

  @Test
  void nothingButTheDiskIsLeft() throws IOException {
    PartitionedDisk partitioned = twoPartitions();

    partitioned.write(toolbox(), disk);

    assertThat(directory).isDirectoryNotContaining("glob:**/disk.img.*");
  }

  @Test
  void aFileInTheWayIsReported() throws IOException {
    Files.createFile(disk);

    assertThatThrownBy(() -> twoPartitions().write(toolbox(), disk))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("disk.img");
  }

  private PartitionedDisk twoPartitions() throws IOException {
    return new PartitionedDisk(
        "test",
        List.of(
            new Partition(PartitionType.EFI_SYSTEM, "boot", image("boot", MEGABYTE), false),
            new Partition(
                PartitionType.LINUX_FILES, "root", image("root", 2 * MEGABYTE + 512), true)));
  }

  /** A file that begins with its name. */
  private Path image(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, content, 0, text.length);
    return Files.write(directory.resolve(name), content);
  }

  private String textAt(long offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "r")) {
      byte[] text = new byte[4];
      file.seek(offset);
      file.readFully(text);
      return new String(text, StandardCharsets.UTF_8);
    }
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
