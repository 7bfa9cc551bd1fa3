package io.jvmm.load.disk.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.disk.testkit.GptWriter;
import io.jvmm.load.disk.testkit.TestDisk;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumesTest {
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2", "fat12", "fat16", "fat32"})
  void aFileSystemMayHaveADiskForItself(String image) {
    Volumes volumes = Volumes.of(TestDisk.image(image).section());

    assertThat(volumes.readable()).hasSize(1);
    assertThat(volumes.readable().getFirst().partition()).isEmpty();
    assertThat(volumes.notes()).isEmpty();
  }

  @Test
  void fileSystemsInPartitionsAreFound() {
    Volumes volumes =
        Volumes.of(
            new GptWriter(512, 20_000)
                .partition("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", 64, TestDisk.imageBytes("fat16"))
                .partition(
                    "0fc63daf-8483-4772-8e79-3d69d8477de4", 10_000, TestDisk.imageBytes("ext4"))
                .write()
                .section());

    assertThat(volumes.readable())
        .extracting(Volume::name)
        .containsExactly("disk test.img, partition 1 (vfat)", "disk test.img, partition 2 (ext4)");
    assertThat(volumes.readable().getFirst().role()).isEqualTo(Partition.Role.ESP);
  }

  @ParameterizedTest
  @CsvSource({
    "0, LUKS\u00ba\u00be, is encrypted (LUKS)",
    "0, XFSB, an XFS file system",
    "65600, _BHRfS_M, a btrfs file system",
    "66908, '\u0019\u0001T\u0019', a UFS file system",
    "536, LVM2 001, belongs to LVM",
    "4086, SWAPSPACE2, is swap space",
    "0, QFI\u00fb, is itself a qcow2 image",
    "100, nothing, has no file system that is known"
  })
  void whatCannotBeReadIsNamed(int offset, String magic, String words) {
    TestDisk disk = new TestDisk(new byte[128 << 10]);
    disk.bytes().put(offset, magic.getBytes(StandardCharsets.ISO_8859_1));

    Volumes volumes = Volumes.of(disk.section());

    assertThat(volumes.readable()).isEmpty();
    assertThat(volumes.notes()).singleElement().asString().contains("disk test.img ", words);
  }

  @Test
  void aDamagedFileSystemIsANote() {
    TestDisk disk = TestDisk.image("ext2");
    disk.bytes().putInt(1024 + 4, 1 << 30);

    assertThat(Volumes.of(disk.section()).notes())
        .singleElement()
        .asString()
        .contains("the superblock at byte 1024 is damaged");
  }

  @Test
  void anEmptyDiskIsNoError() {
    assertThat(Volumes.of(new TestDisk(new byte[0]).section()).readable()).isEmpty();
  }
}
