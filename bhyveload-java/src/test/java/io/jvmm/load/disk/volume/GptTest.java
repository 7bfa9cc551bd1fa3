package io.jvmm.load.disk.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.disk.testkit.GptWriter;
import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GptTest {
  private static final String ESP = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
  private static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";
  private static final int BLOCKS = 256;

  private final List<String> notes = new ArrayList<>();

  private static TestDisk disk(int blockSize) {
    return new GptWriter(blockSize, BLOCKS)
        .partition(ESP, 40, new byte[8 * blockSize])
        .partition(LINUX, 64, new byte[32 * blockSize])
        .write();
  }

  private List<Partition> read(TestDisk disk) {
    return Gpt.read(disk.section(), notes);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void partitionsAreWhereTheTableHasThem(int blockSize) {
    List<Partition> partitions = read(disk(blockSize));

    assertThat(partitions).extracting(Partition::number).containsExactly(1, 2);
    assertThat(partitions)
        .extracting(Partition::role)
        .containsExactly(Partition.Role.ESP, Partition.Role.OTHER);
    assertThat(partitions.get(1).uuid()).contains("00000000-0000-0000-0000-000000000002");
    assertThat(partitions.get(1).section().size()).isEqualTo(32L * blockSize);
    assertThat(partitions.get(1).section().damaged("x", 0, "y"))
        .hasMessageStartingWith("disk test.img, partition 2: x at byte " + 64 * blockSize);
    assertThat(notes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "512, 0, no header in block 1",
    "512, 16, the header in block 1 is not",
    "512, 24, the header in block 1 is not",
    "512, 56, the header in block 1 is not",
    "1024, 0, the entries from block 2 on have a wrong CRC"
  })
  void aDamagedTableIsReplacedByItsBackup(int block, int field, String note) {
    TestDisk disk = disk(512);
    disk.bytes().put(block + field, (byte) (disk.bytes().get(block + field) ^ 1));

    assertThat(read(disk)).hasSize(2);
    assertThat(notes).singleElement().asString().contains("disk test.img: partition table: ", note);
  }

  @Test
  void aDiskWithNeitherTableIsRefused() {
    TestDisk disk = disk(512);
    disk.bytes().put(512, (byte) 0).put(255 * 512, (byte) 0);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(disk))
        .withMessageContainingAll(
            "disk test.img: the GUID partition table at byte 512 is damaged",
            "no header in block 1",
            "no header in block 255");
  }

  @Test
  void aPartitionOutsideOfTheDiskIsLeftOut() {
    TestDisk disk =
        new GptWriter(512, BLOCKS)
            .partition(ESP, 40, new byte[512])
            .partition(LINUX, 50, new byte[0]) // ends before it starts
            .write();

    assertThat(read(disk)).hasSize(1);
    assertThat(notes).singleElement().asString().contains("partition 2 has blocks 50 to 49");
  }

  @Test
  void aDiskTooSmallForATableIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(new TestDisk(new byte[512])));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(new TestDisk(new byte[1024])));
  }
}
