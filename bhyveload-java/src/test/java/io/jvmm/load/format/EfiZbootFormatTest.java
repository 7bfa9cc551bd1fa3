package io.jvmm.load.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.BootPlan;
import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestElf;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.load.testkit.TestWrappings;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EfiZbootFormatTest {
  private static final byte[] IMAGE = TestImage.image().fileSize(300_000).bytes();

  private static void refuses(byte[] file, String... words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TestBoot.load(file))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, gzip",
    "ZSTD, zstd22",
    "ZSTD, zstd",
    "XZ, xzkern",
    "XZ, xz",
    "LZMA, lzma",
    "LZ4_LEGACY, lz4",
    "LZ4, lz4"
  })
  void whateverItIsCompressedWithTheKernelIsLoaded(Packer packer, String name) {
    byte[] file = TestWrappings.zboot(name, packer.pack(IMAGE));

    ArrayGuestMemory memory = TestBoot.load(file);

    assertThat(TestBoot.bytes(memory, 0x4020_0000, IMAGE.length)).isEqualTo(IMAGE);
  }

  @Test
  void thePlanSaysWhatWasFound() {
    BootPlan plan =
        TestBoot.plan(TestBoot.request(TestWrappings.zboot("zstd22", Packer.ZSTD.pack(IMAGE))));

    assertThat(plan.regions().getLast().content())
        .matches(
            "EFI zboot image \\(zstd\\) holding an arm64 Image, 4 KiB pages,"
                + " file /boot/vmlinuz \\(\\d+ bytes\\)");
  }

  @Test
  void anElfFileInItIsAKernelLikeAnyOther() {
    byte[] elf = TestElf.executable().segment(0x4010_0000, 0x4010_0000, IMAGE, 300_000).bytes();
    elf[TestElf.HEADER + TestElf.PROGRAM_HEADER + 56] = 0; // no Image
    ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).putLong(24, 0x4010_0004);

    BootPlan plan =
        TestBoot.plan(TestBoot.request(TestWrappings.zboot("gzip", Packer.GZIP.pack(elf))));

    assertThat(plan.entry().value()).isEqualTo(0x4010_0004);
    assertThat(plan.toString()).contains("EFI zboot image (gzip) holding an ELF program");
  }

  @Test
  void aCompressionThatNobodyKnowsIsNamed() {
    refuses(TestWrappings.zboot("lzo", (byte) 1), "an EFI zboot image compressed with \"lzo\"");
  }

  @Test
  void aPayloadBeyondTheFileIsTruncated() {
    byte[] file = TestWrappings.zboot("gzip", Packer.GZIP.pack(IMAGE));

    refuses(Arrays.copyOf(file, file.length - 101), "truncated or damaged", "at offset 0x200");
  }

  @Test
  void aPayloadThatNeverEndsStopsAtItsImageSize() {
    byte[] bomb = TestImage.image().imageSize(0x1_0000).fileSize(0x10_0000).bytes();

    refuses(
        TestWrappings.zboot("zstd", Packer.ZSTD.pack(bomb)),
        "unpacks to more than the 64 KiB that its own header asks for");
  }

  @Test
  void aPayloadOfAnotherCompressionThanItsNameIsDamaged() {
    refuses(TestWrappings.zboot("xzkern", Packer.GZIP.pack(IMAGE)), "damaged or truncated xz data");
  }
}
