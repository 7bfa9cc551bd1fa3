package io.jvmm.load.format;

import static io.jvmm.load.testkit.TestWrappings.UIMAGE_KERNEL;
import static io.jvmm.load.testkit.TestWrappings.UIMAGE_MULTI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.BootPlan;
import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.load.testkit.TestWrappings;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UImageFormatTest {
  private static final byte[] IMAGE = TestImage.image().fileSize(100_000).bytes();

  private static void refuses(byte[] file, String... words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TestBoot.load(file))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  private static byte[] changed(int offset, int value) {
    byte[] file = TestWrappings.uImage(UIMAGE_KERNEL, 0, IMAGE);
    file[offset] = (byte) value;
    return file;
  }

  @Test
  void aKernelIsLoadedByItsOwnHeaderAndNotByThatOfUBoot() {
    byte[] file = TestWrappings.uImage(UIMAGE_KERNEL, 0, IMAGE);

    BootPlan plan = TestBoot.plan(TestBoot.request(file));

    assertThat(plan.entry().value()).isEqualTo(0x4020_0000);
    assertThat(plan.toString())
        .contains("U-Boot legacy image holding an arm64 Image, 4 KiB pages, file /boot/vmlinuz");
    assertThat(TestBoot.bytes(TestBoot.load(plan), 0x4020_0000, IMAGE.length)).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @CsvSource({"GZIP, 1", "BZIP2, 2", "LZMA, 3", "LZ4, 5", "LZ4_LEGACY, 5", "ZSTD, 6"})
  void aCompressedKernelIsUnpacked(Packer packer, int number) {
    byte[] file = TestWrappings.uImage(UIMAGE_KERNEL, number, packer.pack(IMAGE));

    ArrayGuestMemory memory = TestBoot.load(file);

    assertThat(TestBoot.bytes(memory, 0x4020_0000, IMAGE.length)).isEqualTo(IMAGE);
  }

  @Test
  void theSecondOfSeveralFilesIsTheInitialRamDisk() {
    byte[] files = TestWrappings.files(IMAGE, new byte[] {7, 8, 9}, new byte[100]);

    ArrayGuestMemory memory = TestBoot.load(TestWrappings.uImage(UIMAGE_MULTI, 0, files));

    assertThat(TestBoot.bytes(memory, 0x4020_0000, IMAGE.length)).isEqualTo(IMAGE);
    assertThat(TestBoot.bytes(memory, 0x4030_0000, 4)).containsExactly(7, 8, 9, 0);
  }

  @Test
  void theUsersInitialRamDiskComesBehindItsOwn() {
    byte[] files = TestWrappings.files(IMAGE, new byte[] {7});
    byte[] file = TestWrappings.uImage(UIMAGE_MULTI, 0, files);

    BootPlan plan = TestBoot.plan(TestBoot.request(file).initrd(TestBoot.initrd(new byte[] {1})));

    assertThat(TestBoot.bytes(TestBoot.load(plan), 0x4030_0000, 5)).containsExactly(7, 0, 0, 0, 1);
  }

  @Test
  void aMereBinaryGoesWhereTheHeaderSays() {
    byte[] binary = {1, 2, 3, 4};

    BootPlan plan = TestBoot.plan(TestBoot.request(TestWrappings.uImage(UIMAGE_KERNEL, 0, binary)));

    assertThat(plan.entry().value()).isEqualTo(0x4008_0000);
    assertThat(TestBoot.bytes(TestBoot.load(plan), 0x4008_0000, 4)).isEqualTo(binary);
  }

  @Test
  void aDamagedHeaderIsFound() {
    refuses(changed(40, 'x'), "the CRC-32 of its header is", "(offset 4)");
  }

  @Test
  void damagedDataAreFound() {
    refuses(changed(64 + 1000, 1), "is damaged: its data have the crc32 hash");
  }

  @Test
  void anotherArchitectureIsRefused() {
    refuses(
        TestWrappings.signed(changed(29, 2)), "for architecture 2 (offset 29), and arm64 is 22");
  }

  @Test
  void anImageWithoutKernelIsRefused() {
    refuses(TestWrappings.signed(changed(30, 3)), "of type 3 (offset 30), which is no kernel");
  }

  @Test
  void aCompressionThatNobodyKnowsIsNamed() {
    refuses(TestWrappings.signed(changed(31, 4)), "compressed with lzo (offset 31)");
    refuses(TestWrappings.signed(changed(31, 77)), "compressed with 77 (offset 31)");
    refuses(TestWrappings.signed(changed(31, -1)), "compressed with -1 (offset 31)");
  }

  @Test
  void dataBeyondTheFileAreTruncated() {
    byte[] file = TestWrappings.uImage(UIMAGE_KERNEL, 0, IMAGE);

    refuses(
        Arrays.copyOf(file, file.length - 1),
        "speaks of 100000 bytes of data (offset 12), and 99999 are there");
    refuses(Arrays.copyOf(file, 50), "U-Boot image header takes 64 bytes");
  }

  @Test
  void aFileListThatLiesIsDamaged() {
    byte[] files = TestWrappings.files(IMAGE, new byte[] {7});
    byte[] tooLong = files.clone();
    tooLong[0] = 1;
    byte[] endless = new byte[200];
    Arrays.fill(endless, (byte) 1);

    refuses(TestWrappings.uImage(UIMAGE_MULTI, 0, tooLong), "its file 0 ends at offset");
    refuses(TestWrappings.uImage(UIMAGE_MULTI, 0, endless), "its list of files (offset 64)");
    refuses(TestWrappings.uImage(UIMAGE_MULTI, 0, (byte) 1), "its list of files (offset 64)");
  }
}
