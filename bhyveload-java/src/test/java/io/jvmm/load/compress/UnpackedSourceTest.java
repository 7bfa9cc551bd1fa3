package io.jvmm.load.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnpackedSourceTest {
  private static final long LIMIT = 1 << 20;
  private static final byte[] CONTENT = content(40_000);

  private static byte[] content(int size) {
    SplittableRandom random = new SplittableRandom(size);
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = i % 1024 < 256 ? (byte) random.nextInt() : content[i - 256];
    }
    return content;
  }

  private static Source unpacked(byte... packed) {
    Compression compression = Compression.of(packed).orElseThrow();
    return new UnpackedSource(TestBoot.kernel(packed), compression, LIMIT);
  }

  private static byte[] all(Source source) {
    return SourceReader.structure(source, "content", 0, (int) source.size());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void isDamaged(byte[] packed, Packer packer) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> unpacked(packed).size())
        .withMessage(
            "kernel /boot/vmlinuz has damaged or truncated "
                + packer.headerName()
                + " data: get a fresh copy");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPackedIsUnpacked(Packer packer) {
    assertThat(all(unpacked(packer.pack(CONTENT)))).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void aPartIsReadFromItsPlace(Packer packer) {
    byte[] part = SourceReader.structure(unpacked(packer.pack(CONTENT)), "part", 30_000, 1000);

    assertThat(part).isEqualTo(Arrays.copyOfRange(CONTENT, 30_000, 31_000));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LZMA")
  void severalStreamsInARowAreOne(Packer packer) {
    byte[] packed = joined(packer.pack(CONTENT), packer.pack((byte) 1, (byte) 2));

    assertThat(all(unpacked(packed))).isEqualTo(joined(CONTENT, new byte[] {1, 2}));
  }

  @ParameterizedTest
  @EnumSource
  void whatEndsEarlyIsTruncated(Packer packer) {
    byte[] packed = packer.pack(CONTENT);

    isDamaged(Arrays.copyOf(packed, packed.length / 2), packer);
    isDamaged(Arrays.copyOf(packed, packed.length - 1), packer);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotEndIsStoppedAtTheLimit(Packer packer) {
    byte[] bomb = packer.pack(new byte[4 << 20]);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> unpacked(bomb).size())
        .withMessageContaining("unpacks to more than the 1 MiB of memory that the guest has");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> unpacked(bomb).read(ByteBuffer.allocate(1), Long.MAX_VALUE))
        .withMessageContaining("unpacks to more than the 1 MiB");
  }

  @Test
  void aPlaceBehindTheEndHasNothing() throws Exception {
    assertThat(unpacked(Packer.XZ.pack(CONTENT)).read(ByteBuffer.allocate(1), CONTENT.length))
        .isEqualTo(-1);
  }

  @Test
  void theSizeThatOlderBuildsOfLinuxAppendedToLz4IsPassedOver() {
    byte[] packed = Packer.LZ4_LEGACY.pack(CONTENT);
    ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(CONTENT.length);

    assertThat(all(unpacked(joined(packed, size.array())))).isEqualTo(CONTENT);
    isDamaged(joined(packed, new byte[] {1, 2, 3, 4}), Packer.LZ4_LEGACY);
  }

  @Test
  void aLegacyLz4BlockLargerThanAnyIsDamaged() {
    isDamaged(HexFormat.of().parseHex("02214c18ffffffff"), Packer.LZ4_LEGACY);
    isDamaged(HexFormat.of().parseHex("02214c180000000001"), Packer.LZ4_LEGACY);
    isDamaged(HexFormat.of().parseHex("02214c18111111"), Packer.LZ4_LEGACY);
  }

  @Test
  void aDictionaryLargerThanMemoryIsRefusedBeforeItIsMade() {
    byte[] packed = Packer.LZMA.pack(CONTENT);
    ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).putInt(1, 0x6000_0000);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> unpacked(packed).size())
        .withMessageMatching(".* takes 1\\.5 GiB to unpack, more memory than there is: .*");
  }

  @ParameterizedTest
  @CsvSource({
    "5d0000800010000000000000000000, true", // 16 bytes
    "5d00008000ffffffffffffffff0000, true", // an unknown size
    "5d0000800000000000000000010000, false", // 64 PiB
    "5d000080001000000000, false" // no whole header
  })
  void lzmaIsKnownByAPlausibleHeader(String head, boolean known) {
    assertThat(Compression.of(HexFormat.of().parseHex(head)).isPresent()).isEqualTo(known);
  }

  @ParameterizedTest
  @EnumSource
  void damageNeverCausesAnythingButAnErrorOfItsOwn(Packer packer) {
    SplittableRandom random = new SplittableRandom(20260101);
    byte[] packed = packer.pack(content(3000));
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = packed.clone();
      int flips = 1 + random.nextInt(4);
      for (int flip = 0; flip < flips; flip++) {
        int reach = random.nextBoolean() ? Math.min(64, damaged.length) : damaged.length;
        damaged[random.nextInt(reach)] = (byte) random.nextInt();
      }
      Source source =
          new UnpackedSource(TestBoot.kernel(damaged), Compression.of(packed).orElseThrow(), LIMIT);
      try {
        source.size();
      } catch (ConfigurationException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
