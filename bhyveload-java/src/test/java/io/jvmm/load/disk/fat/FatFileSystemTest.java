package io.jvmm.load.disk.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.testkit.Files;
import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that mkfs.fat and mcopy made. */
class FatFileSystemTest {
  private static final String LONG_NAME = "/a kernel with a long name.efi";

  private static FileSystem open(TestDisk disk) {
    return FatFileSystem.in(disk.section()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fat12", "fat16", "fat32"})
  void filesAreFoundWhateverTheirLetters(String image) {
    FileSystem files = open(TestDisk.image(image));

    assertThat(files.text("/hostname.txt")).contains("guest\n");
    assertThat(files.text("/efi/DEBIAN/Grub.Cfg")).contains("deep\n");
    assertThat(Files.contents(files, LONG_NAME)).isEqualTo("kernel" + "k".repeat(2994));
    assertThat(files.find("/akerne~1.efi")).isPresent();
    assertThat(files.find("/absent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fat12", "fat16", "fat32"})
  void directoriesAreListedWithoutTheirDots(String image) {
    FileSystem files = open(TestDisk.image(image));

    assertThat(files.names("/"))
        .containsExactlyInAnyOrder(
            "EFI", "loader", "HOSTNAME.TXT", "a kernel with a long name.efi");
    assertThat(files.names("/EFI")).containsExactly("Debian");
    assertThat(files.names("/loader/entries")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fat12", "fat16", "fat32"})
  void itHasASerialNumberAndALabel(String image) {
    FileSystem files = open(TestDisk.image(image));

    assertThat(files.id().type()).isEqualTo("vfat");
    assertThat(files.id().uuid()).contains("1234-5678");
    assertThat(files.id().label()).contains("MY DISK");
  }

  @Test
  void aFileIsReadAtAnyPlaceAndInAnyOrder() {
    RegularFile file = open(TestDisk.image("fat16")).file(LONG_NAME).orElseThrow();

    assertThat(Files.contents(file, 2000, 1000)).isEqualTo("k".repeat(1000));
    assertThat(Files.contents(file, 3, 5)).isEqualTo("nelkk");
    assertThat(Files.contents(file, 2999, 1)).isEqualTo("k");
    assertThatIllegalArgumentException().isThrownBy(() -> Files.contents(file, 2999, 2));
  }

  @ParameterizedTest
  @CsvSource({"fat12", "fat16", "fat32"})
  void aChainThatLeadsBackIntoItselfEnds(String image) {
    TestDisk disk = TestDisk.image(image);
    FatGeometry geometry = FatGeometry.of(disk.section()).orElseThrow();
    long cluster = 20;
    putEntry(disk, geometry, cluster, cluster);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new FatChain(disk.section(), geometry, cluster).seek(1L << 40))
        .withMessageContainingAll("disk test.img: the FAT at byte", "leads back into itself");
  }

  @ParameterizedTest
  @CsvSource({"fat12, 1", "fat12, 4000", "fat16, 0", "fat16, 60000", "fat32, 100000000"})
  void aChainToAClusterThatThereIsNotIsRefused(String image, long next) {
    TestDisk disk = TestDisk.image(image);
    FatGeometry geometry = FatGeometry.of(disk.section()).orElseThrow();
    putEntry(disk, geometry, 20, next);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new FatChain(disk.section(), geometry, 20).seek(1))
        .withMessageContaining("leads to cluster " + next);
  }

  private static void putEntry(TestDisk disk, FatGeometry geometry, long cluster, long value) {
    ByteBuffer bytes = disk.bytes();
    int at = (int) (geometry.fat() + cluster * geometry.width() / 8);
    switch (geometry.width()) {
      case 12 -> bytes.putShort(at, (short) ((bytes.getShort(at) & 0xf000) | (int) value));
      case 16 -> bytes.putShort(at, (short) value);
      default -> bytes.putInt(at, (int) value);
    }
  }

  @Test
  void aFileThatIsLongerThanItsChainIsRefusedWhereTheChainEnds() {
    TestDisk disk = TestDisk.image("fat16");
    FatGeometry geometry = FatGeometry.of(disk.section()).orElseThrow();
    long end = 0xffff;
    putEntry(disk, geometry, 30, end);
    FatFile file = new FatFile(disk.section(), geometry, 30, 5000);

    assertThat(Files.contents(file, 0, 512)).hasSize(512);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Files.contents(file, 0, 513))
        .withMessageContaining("fewer clusters");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0x12", // the jump
    "11, 2, 513", // bytes in a sector
    "13, 1, 3", // sectors in a cluster
    "14, 2, 0", // reserved sectors
    "16, 1, 0", // FATs
    "19, 2, 0xffff", // more sectors than there are
    "22, 2, 0xffff", // a FAT larger than the disk
    "510, 2, 0"
  })
  void anyOtherBootSectorIsNoFileSystem(int offset, int width, String value) {
    TestDisk disk = TestDisk.image("fat16");
    int number = Integer.decode(value);
    if (width == 1) {
      disk.bytes().put(offset, (byte) number);
    } else {
      disk.bytes().putShort(offset, (short) number);
    }

    assertThat(FatFileSystem.in(disk.section())).isEmpty();
  }

  @Test
  void aLongNameThatBelongsToAnotherEntryIsNotUsed() {
    TestDisk disk = TestDisk.image("fat16");
    FatGeometry geometry = FatGeometry.of(disk.section()).orElseThrow();
    int at = (int) geometry.root();
    while (disk.bytes().get(at + 11) != 0x0f) {
      at += FatEntry.SIZE;
    }
    disk.bytes().put(at + 13, (byte) (disk.bytes().get(at + 13) + 1)); // its checksum

    assertThat(open(disk).names("/")).contains("AKERNE~1.EFI");
  }
}
