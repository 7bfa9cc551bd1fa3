package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTest {
  @TempDir Path directory;

  private Path file(byte[] content) {
    return TestImage.write(directory.resolve("vmlinuz"), content);
  }

  private void refuses(byte[] content, String... words) {
    refuses(file(content), words);
  }

  private static void refuses(Path file, String... words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Kernel.of(file))
        .withMessageStartingWith("kernel " + file + " ")
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void anImageTellsWhereItWantsToBe() {
    Kernel kernel =
        Kernel.of(file(TestImage.image().textOffset(0x1000).imageSize(0x30_0000).bytes()));

    assertThat(kernel.packed()).isFalse();
    assertThat(kernel.memorySize()).isEqualTo(0x30_0000);
    assertThat(kernel.image().textOffset()).isEqualTo(0x1000);
    assertThat(kernel.image().anywhere()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, UNSPECIFIED", "2, KIB_4", "4, KIB_16", "6, KIB_64"})
  void theFlagsTellThePageSize(long flags, Arm64Image.PageSize size) {
    Kernel kernel = Kernel.of(file(TestImage.image().flags(flags).bytes()));

    assertThat(kernel.image().pageSize()).isEqualTo(size);
    assertThat(kernel.image().anywhere()).isFalse();
  }

  @Test
  void anImageBehindGzipIsFoundByItsContent() {
    Kernel kernel = Kernel.of(file(TestImage.image().gzipped()));

    assertThat(kernel.packed()).isTrue();
    assertThat(kernel.memorySize()).isEqualTo(0x10_0000);
  }

  @Test
  void aFileLongerThanItsImageSizeTakesItsOwnLength() {
    Kernel kernel = Kernel.of(file(TestImage.image().imageSize(0x1000).fileSize(0x2345).bytes()));

    assertThat(kernel.memorySize()).isEqualTo(0x2345);
  }

  @Test
  void aKernelThatDeclaresNoSizeGoesToTheOldTextOffset() {
    Kernel kernel =
        Kernel.of(file(TestImage.image().imageSize(0).textOffset(0x0008_0000_0000_0000L).bytes()));

    assertThat(kernel.image().textOffset()).isEqualTo(0x8_0000);
    assertThat(kernel.memorySize()).isEqualTo(0x2000 + (16 << 20));
  }

  @Test
  void aPackedKernelThatDeclaresNoSizeIsMeasured() {
    Kernel kernel = Kernel.of(file(TestImage.image().imageSize(0).gzipped()));

    assertThat(kernel.memorySize()).isEqualTo(0x2000 + (16 << 20));
  }

  @Test
  void aMissingFileIsNamed() {
    refuses(directory.resolve("absent"), "does not exist", "check the path");
  }

  @Test
  void aDirectoryIsNoKernel() {
    refuses(directory, "is a directory");
  }

  @Test
  void aDeviceIsNoKernel() {
    refuses(Path.of("/dev/null"), "is no regular file");
  }

  @Test
  void aFileWithoutReadPermissionSaysSo() throws Exception {
    Path file = file(TestImage.image().bytes());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");

    refuses(file, "may not be read by this user");
  }

  @Test
  void anEmptyFileIsNoKernel() {
    refuses(new byte[0], "is empty");
  }

  @Test
  void aFileShorterThanAHeaderIsTruncated() {
    refuses(Arrays.copyOf(TestImage.image().bytes(), 63), "is truncated", "63 bytes", "64");
  }

  @Test
  void aFileShorterThanItsPeSectionsIsTruncated() {
    refuses(
        TestImage.image().fileSize(0x2000).sectionEnd(0x2001).bytes(),
        "is truncated",
        "8192 bytes",
        "8193");
  }

  @Test
  void aFileAsLongAsItsPeSectionsIsWhole() {
    Kernel kernel = Kernel.of(file(TestImage.image().fileSize(0x2000).sectionEnd(0x2000).bytes()));

    assertThat(kernel.image().contentSize()).isEqualTo(0x2000);
  }

  @Test
  void aBigEndianKernelIsRefused() {
    refuses(TestImage.image().flags(TestImage.BIG_ENDIAN).bytes(), "big-endian");
  }

  @Test
  void anAbsurdImageSizeIsADamagedHeader() {
    refuses(TestImage.image().imageSize(-1).bytes(), "damaged", "image_size", "ffffffffffffffff");
    refuses(TestImage.image().imageSize((1L << 32) + 1).bytes(), "damaged", "image_size");
  }

  @Test
  void anAbsurdTextOffsetIsADamagedHeader() {
    refuses(TestImage.image().textOffset(Long.MIN_VALUE).bytes(), "damaged", "text_offset");
  }

  @Test
  void anEfiZbootImageComesWithTheCommandThatUnpacksIt() {
    byte[] zboot = new byte[512];
    ByteBuffer header = ByteBuffer.wrap(zboot).order(ByteOrder.LITTLE_ENDIAN);
    header.put("MZ\0\0zimg".getBytes(StandardCharsets.US_ASCII)).putInt(100).putInt(300);
    header.put(24, "zstd22".getBytes(StandardCharsets.US_ASCII));

    refuses(
        zboot,
        "is an EFI zboot image (zstd22), which is not supported yet",
        "tail -c +101 '",
        "| head -c 300 | zstd -dc > Image");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7f454c46, an ELF file",
    "514, 48647253, a Linux kernel for x86",
    "56, 52534305, a Linux kernel for RISC-V",
    "36, 18286f01, a Linux kernel for 32-bit Arm",
    "0, 28b52ffd, zstd -d",
    "0, fd377a585a00, xz -d",
    "0, 02214c18, lz4 -d",
    "0, 04224d18, lz4 -d",
    "0, 425a6839, bzip2 -d",
    "0, 27051956, a U-Boot legacy image",
    "0, d00dfeed, a device tree or FIT image",
    "0, 303730373031, a cpio archive",
    "0, 213c617263683e0a, dpkg-deb -x",
    "0, 514649fb, a disk image",
    "0, 4d5a9000, an EFI program"
  })
  void otherFormatsAreCalledByTheirNames(int offset, String magic, String words) {
    byte[] content = new byte[1024];
    byte[] bytes = HexFormat.of().parseHex(magic);
    System.arraycopy(bytes, 0, content, offset, bytes.length);

    refuses(content, words);
  }

  @Test
  void whatNobodyKnowsIsNoImage() {
    refuses("just some text\n".repeat(10).getBytes(StandardCharsets.US_ASCII), "no arm64 Image");
  }

  @Test
  void somethingElseBehindGzipIsCalledByItsName() {
    byte[] elf = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F'}, 100);

    refuses(TestImage.gzip(elf), "an ELF file");
    refuses(TestImage.gzip(TestImage.gzip(elf)), "compressed twice");
  }

  @Test
  void aGzipHeaderWithNothingBehindItIsDamaged() {
    refuses(new byte[] {0x1f, (byte) 0x8b}, "damaged or truncated gzip file");
    refuses(new byte[] {0x1f, (byte) 0x8b, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, "damaged or truncated");
  }
}
