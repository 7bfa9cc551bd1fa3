package io.jvmm.load.disk.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.testkit.Files;
import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.vmm.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that mke2fs made. */
class ExtFileSystemTest {
  private static final String UUID = "11111111-2222-3333-4444-555555555555";
  private static final int BLOCK = 1024;

  private static FileSystem open(String image) {
    return ExtFileSystem.open(TestDisk.image(image).section());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2", "inline", "metabg", "journal-plain", "journal-sums"})
  void filesOfEveryKindAreRead(String image) {
    FileSystem files = open(image);

    assertThat(files.text("/etc/hostname")).contains("guest\n");
    assertThat(files.text("/deep/a/b/c/file")).contains("deep\n");
    assertThat(files.text("/empty")).contains("");
    assertThat(files.text("/short")).contains("x".repeat(100));
    assertThat(Files.contents(files, "/boot/initrd.img-6.12"))
        .isEqualTo("initrd" + "i".repeat(1994));
    assertThat(Files.contents(files, "/big")).startsWith("block 000000 ..").hasSize(400 * BLOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2", "inline", "metabg"})
  void aDirectoryOfManyFilesIsReadWhole(String image) {
    FileSystem files = open(image);

    assertThat(files.names("/many")).hasSize(120).doesNotHaveDuplicates();
    for (int i = 0; i < 120; i++) {
      String name = "/many/file-with-a-rather-long-name-%03d".formatted(i);
      assertThat(files.text(name)).contains(i + "\n");
    }
    assertThat(files.find("/many/file-with-a-rather-long-name-120")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2", "inline", "metabg"})
  void symbolicLinksOfAnyLengthAreFollowed(String image) {
    FileSystem files = open(image);

    assertThat(files.text("/links/absolute")).contains("guest\n");
    assertThat(files.text("/links/up")).contains("guest\n");
    assertThat(files.text("/links/long")).contains("guest\n");
    assertThat(files.file("/vmlinuz").orElseThrow().size()).isEqualTo(3000);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> files.find("/links/loop-a"))
        .withMessageContaining("more than 40 symbolic links");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2", "metabg"})
  void holesAreZeroes(String image) {
    RegularFile sparse = open(image).file("/sparse").orElseThrow();

    assertThat(Files.contents(sparse, 0, 10)).isEqualTo("start\0\0\0\0\0");
    assertThat(Files.contents(sparse, 100_000, 50_000)).isEqualTo("\0".repeat(50_000));
    assertThat(Files.contents(sparse, 300 * BLOCK - 2, 6)).isEqualTo("\0\0end\0");
    assertThat(Files.contents(sparse, 310 * BLOCK - 1, 1)).isEqualTo("\0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2", "inline", "metabg"})
  void aFileInManyPiecesIsReadInOne(String image) {
    FileSystem files = open(image);
    String comb = Files.contents(files, "/comb");

    for (int i = 0; i < 239; i++) {
      String expected = i % 2 == 0 ? "tooth %06d ".formatted(i) : "\0".repeat(13);
      assertThat(comb.substring(i * BLOCK, i * BLOCK + 13)).isEqualTo(expected);
    }
    assertThat(Files.contents(files, "/big").substring(399 * BLOCK)).startsWith("block 000399 ..");
  }

  @Test
  void aFileIsReadAtAnyPlaceAndInAnyOrder() {
    RegularFile file = open("ext4").file("/big").orElseThrow();

    assertThat(Files.contents(file, 300 * BLOCK + 6, 6)).isEqualTo("000300");
    assertThat(Files.contents(file, 7 * BLOCK - 1, 8)).isEqualTo(".block 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Files.contents(file, 400 * BLOCK, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Files.contents(file, -1, 1));
  }

  @ParameterizedTest
  @CsvSource({"ext4, ext4", "ext2, ext2", "inline, ext4", "metabg, ext4"})
  void itIsKnownByItsTypeUuidAndLabel(String image, String type) {
    FileSystem files = open(image);

    assertThat(files.id().type()).isEqualTo(type);
    assertThat(files.id().uuid()).contains(UUID);
    assertThat(files.id().label()).contains("root");
    assertThat(files.notes()).isEmpty();
  }

  @Test
  void whatIsNotSuchAFileSystemIsNotTakenForOne() {
    assertThat(ExtFileSystem.isIn(new TestDisk(new byte[4096]).section())).isFalse();
    assertThat(ExtFileSystem.isIn(new TestDisk(new byte[512]).section())).isFalse();
    assertThat(ExtFileSystem.isIn(TestDisk.image("fat16").section())).isFalse();
  }
}
