package io.jvmm.load.format;

import static io.jvmm.load.testkit.TestBoot.RAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.PageSize;
import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.load.testkit.TestWrappings;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KernelFormatsTest {
  private static Kernel open(byte... content) {
    return KernelFormats.open(TestBoot.kernel(content), RAM);
  }

  private static Placement.Movable placement(Kernel kernel) {
    return (Placement.Movable) kernel.placement();
  }

  private static void refuses(byte[] content, String... words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(content))
        .withMessageStartingWith("kernel /boot/vmlinuz ")
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void anImageTellsWhereItWantsToBe() {
    Kernel kernel = open(TestImage.image().textOffset(0x1000).imageSize(0x30_0000).bytes());

    assertThat(kernel.kind()).isEqualTo("arm64 Image, 4 KiB pages");
    assertThat(kernel.placement()).isEqualTo(new Placement.Movable(0x1000, 0x30_0000, true));
    assertThat(kernel.entry()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2, KIB_4", "4, KIB_16", "6, KIB_64"})
  void theFlagsTellThePageSize(long flags, PageSize size) {
    Kernel kernel = open(TestImage.image().flags(flags).bytes());

    assertThat(kernel.pageSize()).hasValue(size);
    assertThat(placement(kernel).anywhere()).isFalse();
  }

  @Test
  void thePageSizeNeedNotBeSpecified() {
    Kernel kernel = open(TestImage.image().flags(0).bytes());

    assertThat(kernel.pageSize()).isEqualTo(Optional.empty());
    assertThat(kernel.kind()).isEqualTo("arm64 Image, an unspecified page size");
  }

  @ParameterizedTest
  @EnumSource
  void aCompressedImageIsFoundByItsContent(Packer packer) {
    Kernel kernel = open(packer.pack(TestImage.image().bytes()));

    assertThat(kernel.kind())
        .isEqualTo(packer.headerName() + "-compressed arm64 Image, 4 KiB pages");
    assertThat(kernel.placement().size()).isEqualTo(0x10_0000);
  }

  @Test
  void aFileLongerThanItsImageSizeTakesItsOwnLength() {
    Kernel kernel = open(TestImage.image().imageSize(0x1000).fileSize(0x2345).bytes());

    assertThat(kernel.placement().size()).isEqualTo(0x2345);
  }

  @Test
  void aKernelThatDeclaresNoSizeGoesToTheOldTextOffset() {
    Kernel kernel = open(TestImage.image().imageSize(0).textOffset(0x0008_0000_0000_0000L).bytes());

    assertThat(placement(kernel).offset()).isEqualTo(0x8_0000);
    assertThat(kernel.placement().size()).isEqualTo(0x2000 + (16 << 20));
  }

  @Test
  void aCompressedKernelThatDeclaresNoSizeIsMeasured() {
    Kernel kernel = open(TestImage.image().imageSize(0).gzipped());

    assertThat(kernel.placement().size()).isEqualTo(0x2000 + (16 << 20));
  }

  @Test
  void aCompressedKernelThatDeclaresNoSizeAndDoesNotEndIsRefused() {
    byte[] bomb = new byte[20 << 20];
    byte[] image = TestImage.image().imageSize(0).bytes();
    System.arraycopy(image, 0, bomb, 0, image.length);

    refuses(Packer.ZSTD.pack(bomb), "unpacks to more than the 16 MiB of memory that the guest has");
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
    Kernel kernel = open(TestImage.image().fileSize(0x2000).sectionEnd(0x2000).bytes());

    assertThat(kernel.segments()).hasSize(1);
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

  @ParameterizedTest
  @CsvSource({
    "514, 48647253, a Linux kernel for x86",
    "56, 52534305, a Linux kernel for RISC-V",
    "36, 18286f01, a Linux kernel for 32-bit Arm",
    "0, 894c5a4f00, lzop -d",
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
    byte[] cpio = "070701".repeat(20).getBytes(StandardCharsets.US_ASCII);

    refuses(Packer.GZIP.pack(cpio), "a cpio archive");
    refuses(Packer.GZIP.pack(Packer.XZ.pack(cpio)), "compressed twice", "xz-compressed");
  }

  @Test
  void anImageWhoseCodeLooksCompressedIsAnImage() {
    byte[] image = TestImage.image().bytes();
    image[0] = 0x1f;
    image[1] = (byte) 0x8b;

    assertThat(open(image).kind()).isEqualTo("arm64 Image, 4 KiB pages");
    assertThat(open(Packer.ZSTD.pack(image)).kind()).startsWith("zstd-compressed arm64 Image");
  }

  @Test
  void aWrappingBehindGzipIsToBeUnpackedFirst() {
    byte[] zboot = TestWrappings.zboot("gzip", TestImage.image().gzipped());

    refuses(Packer.GZIP.pack(zboot), "an image of another format, compressed");
  }

  @Test
  void imagesInImagesComeToAnEnd() {
    byte[] image = TestImage.image().bytes();
    for (int i = 0; i < 4; i++) {
      image = TestWrappings.uImage(TestWrappings.UIMAGE_KERNEL, 0, image);
    }

    assertThat(open(image).kind()).startsWith("U-Boot legacy image holding a U-Boot legacy image");
    refuses(TestWrappings.uImage(TestWrappings.UIMAGE_KERNEL, 0, image), "more than 4 deep");
  }

  @Test
  void aGzipHeaderWithNothingBehindItIsDamaged() {
    refuses(new byte[] {0x1f, (byte) 0x8b}, "damaged or truncated gzip data");
    refuses(new byte[] {0x1f, (byte) 0x8b, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, "damaged or truncated");
  }
}
