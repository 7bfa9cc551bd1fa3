package io.jvmm.virtio.block.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.virtio.testkit.RandomDisk;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.DiskSpec.Format;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewImageTest {
  private static final int SIZE = 5 << 20;
  private static final int USUAL = NewImage.USUAL_CLUSTER_SIZE;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 65536, 2 << 20})
  void aNewImageReadsAsZeroesAndIsInOrder(int clusterSize) throws IOException {
    Path file = directory.resolve("disk.qcow2");

    new NewImage(file, Format.QCOW2, SIZE, clusterSize, Optional.empty()).create(false);

    assertThat(contents(file, Format.QCOW2)).isEqualTo(new byte[SIZE]);
    assertThat(Qcow2Check.of(Files.readAllBytes(file)).errors()).isEmpty();
    assertThat(Qcow2Info.readIfQcow2(file).orElseThrow().clusterSize()).isEqualTo(clusterSize);
  }

  @Test
  void aNewRawImageHasItsSize() {
    Path file = directory.resolve("disk.img");

    raw(file).create(false);

    assertThat(file).hasSize(SIZE);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void anImageOnAnotherReadsAsThatOneDoes(Format formatOfBase) throws IOException {
    Path base = directory.resolve("base");
    byte[] expected = random(new NewImage(base, formatOfBase, SIZE, USUAL, Optional.empty()), 1);
    Path file = directory.resolve("disk.qcow2");

    new NewImage(file, Format.QCOW2, SIZE, USUAL, Optional.of(base)).create(false);

    assertThat(contents(file, Format.QCOW2)).isEqualTo(expected);
  }

  @Test
  void anImageMayBeLargerThanTheOneItIsBasedOn() throws IOException {
    Path base = directory.resolve("base");
    byte[] expected = random(raw(base), 1);
    Path file = directory.resolve("disk.qcow2");

    new NewImage(file, Format.QCOW2, 2L * SIZE, USUAL, Optional.of(base)).create(false);

    assertThat(contents(file, Format.QCOW2)).isEqualTo(Arrays.copyOf(expected, 2 * SIZE));
  }

  @ParameterizedTest
  @CsvSource({"RAW, QCOW2", "QCOW2, RAW", "QCOW2, QCOW2", "RAW, RAW"})
  void aCopyHasTheSameContents(Format from, Format to) throws IOException {
    for (int seed = 0; seed < 3; seed++) {
      Path source = directory.resolve("source" + seed);
      byte[] expected = random(new NewImage(source, from, SIZE, 4096, Optional.empty()), seed);
      Path target = directory.resolve("target" + seed);

      copy(source, from, new NewImage(target, to, SIZE, 512 << (4 * seed), Optional.empty()));

      assertThat(contents(target, to)).isEqualTo(expected);
    }
  }

  @Test
  void aCopyTakesNoSpaceForZeroes() throws IOException {
    Path source = directory.resolve("source");
    raw(source).create(false);
    try (DiskImage image = RawImage.open(source, false)) {
      image.write(MemorySegment.ofArray(bytes(512)), SIZE - 512);
    }
    Path target = directory.resolve("target");

    copy(source, Format.RAW, new NewImage(target, Format.QCOW2, SIZE, USUAL, Optional.empty()));

    assertThat(Files.size(target)).as("tables, and one cluster").isLessThan(7 * USUAL);
    assertThat(Qcow2Check.of(Files.readAllBytes(target)).errors()).isEmpty();
  }

  @Test
  void ofAnImageThatIsEmptyNothingIsRead() {
    Path file = directory.resolve("large");
    new NewImage(file, Format.QCOW2, 1L << 40, USUAL, Optional.empty()).create(false);
    List<Long> progress = new ArrayList<>();

    try (DiskImage image = Qcow2Image.open(file, true)) {
      assertThat(image.nextData(4096)).isEqualTo(image.size());
      new NewImage(directory.resolve("copy"), Format.QCOW2, image.size(), USUAL, Optional.empty())
          .create(false, image, progress::add);
    }

    assertThat(progress).containsExactly(1L << 40);
  }

  @Test
  void theNextDataIsWhereAnL2TableIs() {
    Path file = directory.resolve("large");
    new NewImage(file, Format.QCOW2, 1L << 40, USUAL, Optional.empty()).create(false);
    long mapped = 512L << 20; // by one L2 table

    try (DiskImage image = Qcow2Image.open(file, false)) {
      image.write(MemorySegment.ofArray(bytes(512)), 3 * mapped + 512);

      assertThat(image.nextData(512)).isEqualTo(3 * mapped);
      assertThat(image.nextData(3 * mapped + 100)).isEqualTo(3 * mapped + 100);
      assertThat(image.nextData(4 * mapped)).isEqualTo(image.size());
    }
  }

  @Test
  void aFileThatExistsIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("disk.img"), "precious");

    assertThatThrownBy(() -> raw(file).create(false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("exists")
        .hasMessageContaining("--force");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aFileThatExistsIsReplacedWhenToldSo() throws IOException {
    Path file = Files.writeString(directory.resolve("disk.img"), "old");

    raw(file).create(true);

    assertThat(file).hasSize(SIZE);
    assertThat(names()).containsExactly("disk.img");
  }

  @Test
  void anImageInUseIsNotReplaced() {
    Path file = directory.resolve("disk.img");
    raw(file).create(false);

    try (DiskImage _ = RawImage.open(file, false)) {
      assertThatThrownBy(() -> raw(file).create(true))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("is in use");
    }
    assertThat(names()).containsExactly("disk.img");
  }

  @Test
  void aDirectoryIsNotReplaced() {
    assertThatThrownBy(() -> raw(directory).create(true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no ordinary file");
  }

  @Test
  void whereThereIsNoDirectoryTheErrorNamesIt() {
    assertThatThrownBy(() -> raw(directory.resolve("no/disk.img")).create(false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no directory " + directory.resolve("no"));
  }

  @Test
  void aCopyThatFailsLeavesNothing() throws IOException {
    Path source = directory.resolve("source");
    raw(source).create(false);
    Path target = directory.resolve("target");

    try (DiskImage image = RawImage.open(source, true)) {
      Files.write(source, new byte[SIZE / 2]); // and now it is shorter
      assertThatThrownBy(() -> raw(target).create(false, image, _ -> {}))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("cannot make disk image " + target)
          .hasMessageContaining("MiB free");
    }

    assertThat(names()).containsExactly("source");
  }

  @ParameterizedTest
  @CsvSource({
    "QCOW2, 0, 65536, whole sectors of 512 bytes",
    "RAW, 513, 65536, whole sectors of 512 bytes",
    "QCOW2, 1024, 256, a power of two",
    "QCOW2, 1024, 5000, a power of two",
    "QCOW2, 1024, 4194304, a power of two",
    "QCOW2, 1099511627776, 512, at most"
  })
  void whatCannotBeMadeIsRefused(Format format, long size, int clusterSize, String why) {
    Path file = directory.resolve("disk");

    assertThatThrownBy(() -> new NewImage(file, format, size, clusterSize, Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aRawImageIsBasedOnNoOther() {
    Optional<Path> base = Optional.of(directory.resolve("base"));

    assertThatThrownBy(() -> new NewImage(directory, Format.RAW, SIZE, USUAL, base))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("format qcow2");
  }

  private static NewImage raw(Path file) {
    return new NewImage(file, Format.RAW, SIZE, USUAL, Optional.empty());
  }

  /** Makes an image and changes it; returns what it has then. */
  private static byte[] random(NewImage plan, long seed) {
    plan.create(false);
    byte[] contents = new byte[SIZE];
    try (DiskImage image = AnyImage.open(plan.file(), Optional.of(plan.format()), false)) {
      new RandomDisk(contents, seed).change(image, 30);
      image.flush();
    }
    return contents;
  }

  private static void copy(Path source, Format format, NewImage target) {
    try (DiskImage image = AnyImage.open(source, Optional.of(format), true)) {
      target.create(false, image, _ -> {});
    }
  }

  private static byte[] contents(Path file, Format format) {
    try (DiskImage image = AnyImage.open(file, Optional.of(format), true)) {
      byte[] contents = new byte[Math.toIntExact(image.size())];
      image.read(MemorySegment.ofArray(contents), 0);
      return contents;
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 0x5a);
    return bytes;
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
