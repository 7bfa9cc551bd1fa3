package io.jvmm.load.format;

import static io.jvmm.load.testkit.TestBoot.RAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.BootPlan;
import io.jvmm.load.PageSize;
import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestElf;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfFormatTest {
  private static final long LINUX_BASE = 0xffff_8000_8000_0000L;
  private static final byte[] TEXT = {1, 2, 3, 4};
  private static final byte[] DATA = {5, 6};

  private static TestElf bareMetal() {
    return TestElf.executable()
        .segment(0x4010_0000, 0x4010_0000, TEXT, 4)
        .segment(0x4010_1000, 0x4010_1000, DATA, 0x2000)
        .entry(0x4010_0000);
  }

  private static Kernel open(byte... file) {
    return KernelFormats.open(TestBoot.kernel(file), RAM);
  }

  private static void refuses(byte[] file, String... words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TestBoot.load(file))
        .withMessageStartingWith("kernel /boot/vmlinuz ")
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  private static ByteBuffer littleEndian(byte... file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aProgramForAddressesInMemoryGoesThere() {
    BootPlan plan = TestBoot.plan(TestBoot.request(bareMetal().bytes()));

    assertThat(plan.toString())
        .isEqualTo(
            """
            entry   0x40100000
            x0      0x40200000
            region  [0x40100000, 0x40100004)  kernel: ELF program, file /boot/vmlinuz (182 bytes), segment 1 of 2
            region  [0x40101000, 0x40103000)  kernel: segment 2 of 2
            region  [0x40200000, 0x402000c5)  device tree: generated, 197 bytes
            """);
  }

  @Test
  void theFileIsCopiedAndTheRestIsCleared() {
    BootPlan plan = TestBoot.plan(TestBoot.request(bareMetal().bytes()));
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    memory.writable(RAM.start().value(), RAM.size()).fill((byte) 0xee);

    plan.load(memory);

    assertThat(TestBoot.bytes(memory, 0x4010_0000, 5)).containsExactly(1, 2, 3, 4, 0xee);
    assertThat(TestBoot.bytes(memory, 0x4010_1000, 4)).containsExactly(5, 6, 0, 0);
    assertThat(TestBoot.bytes(memory, 0x4010_2ffe, 4)).containsExactly(0, 0, 0xee, 0xee);
  }

  @Test
  void physicalAddressesCountAndTheEntryPointIsVirtual() {
    byte[] file =
        TestElf.executable()
            .segment(0xffff_0000_0000_0000L, 0x4080_0000, TEXT, 0x1000)
            .entry(0xffff_0000_0000_0008L)
            .bytes();

    assertThat(TestBoot.plan(TestBoot.request(file)).entry().value()).isEqualTo(0x4080_0008);
  }

  @Test
  void anEntryPointMayBePhysical() {
    byte[] file =
        TestElf.executable()
            .segment(0xffff_0000_0000_0000L, 0x4080_0000, TEXT, 0x1000)
            .entry(0x4080_0004)
            .bytes();

    assertThat(TestBoot.plan(TestBoot.request(file)).entry().value()).isEqualTo(0x4080_0004);
  }

  @Test
  void aPositionIndependentProgramGoesToA2MiBBoundary() {
    byte[] file =
        TestElf.positionIndependent()
            .segment(0x1000, 0x1000, TEXT, 4)
            .segment(0x3000, 0x3000, DATA, 2)
            .entry(0x1000)
            .bytes();

    BootPlan plan = TestBoot.plan(TestBoot.request(file));

    assertThat(plan.entry().value()).isEqualTo(0x4020_1000);
    assertThat(plan.toString())
        .contains("position-independent ELF program")
        .contains("[0x40201000, 0x40201004)")
        .contains("[0x40203000, 0x40203002)");
  }

  @Test
  void vmlinuxGoesWhereItsImageHeaderSays() {
    byte[] image = TestImage.image().textOffset(0x1000).imageSize(0x30_0000).bytes();
    byte[] file =
        TestElf.positionIndependent()
            .segment(LINUX_BASE, LINUX_BASE, image, image.length)
            .segment(LINUX_BASE + 0x1_0000, LINUX_BASE + 0x1_0000, DATA, 0x1000)
            .entry(LINUX_BASE)
            .bytes();

    Kernel kernel = open(file);

    assertThat(kernel.kind()).isEqualTo("ELF file of a Linux kernel, 4 KiB pages");
    assertThat(kernel.pageSize()).hasValue(PageSize.KIB_4);
    assertThat(kernel.placement()).isEqualTo(new Placement.Movable(0x1000, 0x30_0000, true));
    assertThat(kernel.segments()).extracting(Segment::offset).containsExactly(0L, 0x1_0000L);
  }

  @Test
  void vmlinuxLoadsTheSameBytesAsItsImage() {
    byte[] image = TestImage.image().bytes();
    byte[] file =
        TestElf.executable()
            .segment(LINUX_BASE, LINUX_BASE, image, image.length)
            .entry(LINUX_BASE)
            .bytes();

    assertThat(TestBoot.bytes(TestBoot.load(file), 0x4020_0000, image.length)).isEqualTo(image);
    assertThat(TestBoot.bytes(TestBoot.load(Packer.ZSTD.pack(file)), 0x4020_0000, image.length))
        .isEqualTo(image);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, is no 64-bit one (offset 0x4)",
    "5, 2, is no little-endian one (offset 0x5)",
    "16, 1, is no program but of type 1 (offset 0x10)",
    "18, 62, is for machine 62 (offset 0x12)",
    "54, 32, has no program headers (offset 0x36)",
    "56, 0, has no program headers (offset 0x36)",
    "39, -128, its program headers are at offset 0x8000000000000040"
  })
  void aHeaderOfSomethingElseIsRefusedWithTheOffset(int offset, byte value, String words) {
    byte[] file = bareMetal().bytes();
    file[offset] = value;

    refuses(file, words);
  }

  @Test
  void programHeadersBeyondTheFileAreTruncated() {
    refuses(
        Arrays.copyOf(bareMetal().bytes(), TestElf.HEADER + 100),
        "its ELF program headers takes 112 bytes at offset 0x40, and 100 of them are there");
  }

  @Test
  void aSegmentBeyondTheFileIsTruncated() {
    byte[] file = bareMetal().bytes();

    refuses(
        Arrays.copyOf(file, file.length - 1), "is truncated: 1 of the 2 bytes to load are there");
  }

  @ParameterizedTest
  @CsvSource({
    "32, 5, 0x5 bytes", // more in the file than in memory
    "40, -1, 0xffffffffffffffff bytes at address 0x40100000",
    "8, -1, at offset 0xffffffffffffffff",
    "16, -1, at address 0xffffffffffffffff",
    "24, -1, loaded to 0xffffffffffffffff"
  })
  void aSegmentThatMakesNoSenseIsDamaged(int field, long value, String words) {
    byte[] file = bareMetal().bytes();
    littleEndian(file).putLong(TestElf.HEADER + field, value);

    refuses(file, "damaged ELF program header at offset 0x40", words);
  }

  @Test
  void segmentsInOnePlaceAreRefused() {
    refuses(
        TestElf.executable()
            .segment(0x4010_0000, 0x4010_0000, TEXT, 0x1001)
            .segment(0x4010_1000, 0x4010_1000, DATA, 2)
            .entry(0x4010_0000)
            .bytes(),
        "two segments in one place (program headers at offsets 0x40 and 0x78)");
  }

  @Test
  void aSegmentOutsideMemoryIsRefused() {
    refuses(
        TestElf.executable()
            .segment(0x4010_0000, 0x4010_0000, TEXT, 4)
            .segment(0x8000_0000L, 0x8000_0000L, DATA, 2)
            .entry(0x4010_0000)
            .bytes(),
        "a segment that is not for this guest's memory, [0x40000000, 0x41000000)",
        "program header at offset 0x78",
        "loaded to 0x80000000");
  }

  @Test
  void anEntryPointOutsideEverySegmentIsRefused() {
    refuses(
        bareMetal().entry(0x4010_0004).bytes(),
        "entry point 0x40100004 (offset 0x18) is in none of its segments");
  }

  @Test
  void segmentsAtBothEndsOfTheAddressSpaceDoNotOverflow() {
    refuses(
        TestElf.positionIndependent()
            .segment(0, 0, TEXT, 4)
            .segment(0x7fff_ffff_ffff_0000L, 0x7fff_ffff_ffff_0000L, DATA, 2)
            .bytes(),
        "further apart than any memory reaches");
  }

  @Test
  void aProgramTooLargeForMemorySaysWhatWouldDo() {
    refuses(
        TestElf.positionIndependent().segment(0, 0, TEXT, 20 << 20).bytes(),
        "does not fit: it needs 20 MiB of memory",
        "give it at least 22 MiB");
  }

  @Test
  void aFileWithNothingToLoadIsNoKernel() {
    refuses(TestElf.executable().interpreter("/lib/ld.so").bytes(), "nothing to load");
  }
}
