package io.jvmm.load.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestElf;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.load.testkit.TestWrappings;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format, cut off and damaged everywhere: what comes of it is a plan, or one line. */
class FormatFuzzTest {
  private static final int CASES = 400;
  private static final int HEADERS = 1024;

  private final ArrayGuestMemory memory = new ArrayGuestMemory(TestBoot.RAM);

  static Stream<Named<byte[]>> files() {
    byte[] image = TestImage.image().sectionEnd(0x2000).bytes();
    long base = 0xffff_0000_0000_0000L;
    byte[] small = {1, 2, 3, 4};
    return Stream.of(
        Named.of("Image", image),
        Named.of("zboot", TestWrappings.zboot("zstd", Packer.ZSTD.pack(image))),
        Named.of("zboot, lz4", TestWrappings.zboot("lz4", Packer.LZ4_LEGACY.pack(image))),
        Named.of("uImage", TestWrappings.uImage(2, 1, Packer.GZIP.pack(image))),
        Named.of("uImage, multi", TestWrappings.uImage(4, 0, TestWrappings.files(image, small))),
        Named.of(
            "FIT",
            TestWrappings.fit(
                TestWrappings.fitKernel("lzma")
                    .bytes("data", Packer.LZMA.pack(image))
                    .child(TestWrappings.crcNode(Packer.LZMA.pack(image)))
                    .build())),
        Named.of(
            "vmlinux",
            TestElf.executable().segment(base, base, image, image.length).entry(base).bytes()),
        Named.of(
            "FreeBSD",
            TestElf.executable()
                .interpreter("/red/herring")
                .segment(base, base, small, 100)
                .segment(base + 0x1000, base + 0x1000, small, 100)
                .entry(base)
                .bytes()),
        Named.of(
            "bare metal, xz",
            Packer.XZ.pack(
                TestElf.executable()
                    .segment(0x4010_0000, 0x4010_0000, small, 0x1000)
                    .entry(0x4010_0000)
                    .bytes())));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theFileItselfLoads(byte[] file) {
    assertThat(isRefused(file)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("files")
  void cutOffAnywhereItIsRefused(byte[] file) {
    for (int length = 0; length < file.length; length += length < HEADERS ? 1 : 211) {
      if (!isRefused(Arrays.copyOf(file, length))) {
        assertThat(whatIsMissing(file, length)).as("cut off at %d", length).isEmpty();
      }
    }
  }

  // Nothing refers to what is behind a payload.
  private static byte[] whatIsMissing(byte[] file, int length) {
    byte[] rest = Arrays.copyOfRange(file, length, file.length);
    for (byte each : rest) {
      if (each != 0) {
        return rest;
      }
    }
    return new byte[0];
  }

  @ParameterizedTest
  @MethodSource("files")
  void damagedAnywhereItLoadsOrIsRefused(byte[] file) {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int i = 0; i < CASES; i++) {
      isRefused(damaged(file, random));
    }
  }

  // Headers get their checksums again: the interesting damage is behind them.
  private static byte[] damaged(byte[] file, SplittableRandom random) {
    byte[] damaged = file.clone();
    for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
      int reach = random.nextInt(4) > 0 ? Math.min(256, file.length) : file.length;
      damaged[random.nextInt(reach)] = interesting(random);
    }
    return file[0] == 0x27 ? TestWrappings.signed(damaged) : damaged;
  }

  private static byte interesting(SplittableRandom random) {
    byte[] edges = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
    return random.nextBoolean() ? edges[random.nextInt(edges.length)] : (byte) random.nextInt();
  }

  private boolean isRefused(byte[] file) {
    try {
      TestBoot.plan(TestBoot.request(file)).load(memory);
      return false;
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).startsWith("kernel /boot/vmlinuz ").doesNotContain("\n");
      return true;
    }
  }
}
