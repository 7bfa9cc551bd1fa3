package io.jvmm.it.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.qcow2.Qcow2Image;
import io.jvmm.virtio.block.qcow2.Qcow2Info;
import io.jvmm.virtio.block.qcow2.Qcow2Snapshot;
import io.jvmm.virtio.testkit.RandomDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Images that qemu-img makes, changed here at random: after each round of changes it finds neither
 * corruption nor a leak, and what the guest would see is what a raw image in its place has.
 */
class Qcow2OracleIT {
  private static final int SIZE = 8 << 20;
  private static final int ROUNDS = 4;
  private static final int OPERATIONS = 150;

  @TempDir private Path directory;

  private final QemuImg qemuImg = QemuImg.find();

  @ParameterizedTest
  @CsvSource({
    "0.10, 512",
    "0.10, 4k",
    "0.10, 64k",
    "0.10, 2M",
    "1.1, 512",
    "1.1, 4k",
    "1.1, 64k",
    "1.1, 2M"
  })
  void anEmptyImage(String version, String clusters) throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", options(version, clusters), image, SIZE);

    changeInRounds(image, new byte[SIZE]);
  }

  @ParameterizedTest
  @CsvSource({"1.1, 64k, metadata", "1.1, 4k, full", "0.10, 64k, falloc"})
  void aPreallocatedImage(String version, String clusters, String preallocation) throws Exception {
    Path image = directory.resolve("disk.qcow2");
    String options = options(version, clusters) + ",preallocation=" + preallocation;
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", options, image, SIZE);

    changeInRounds(image, new byte[SIZE]);
  }

  @ParameterizedTest
  @CsvSource({
    "0.10, 512, zlib",
    "0.10, 64k, zlib",
    "1.1, 4k, zlib",
    "1.1, 2M, zlib",
    "1.1, 512, zstd",
    "1.1, 64k, zstd",
    "1.1, 2M, zstd"
  })
  void aCompressedImage(String version, String clusters, String compression) throws Exception {
    byte[] contents = compressible();
    Path raw = Files.write(directory.resolve("contents.img"), contents);
    Path image = directory.resolve("disk.qcow2");
    String type = version.equals("0.10") ? "" : ",compression_type=" + compression;
    qemuImg.run(
        "convert", "-c", "-O", "qcow2", "-o", options(version, clusters) + type, raw, image);

    changeInRounds(image, contents);
  }

  @ParameterizedTest
  @CsvSource({"0.10, 64k, 1", "0.10, 4k, 3", "1.1, 512, 1", "1.1, 64k, 2", "1.1, 2M, 3"})
  void anImageOnAChainOfBackingFiles(String version, String clusters, int depth) throws Exception {
    byte[] contents = compressible();
    Files.write(directory.resolve("layer0"), contents);
    for (int layer = 1; layer <= depth; layer++) {
      Path image = directory.resolve("layer" + layer);
      qemuImg.run(
          "create",
          "-q",
          "-f",
          "qcow2",
          "-o",
          options(version, clusters),
          "-b",
          "layer" + (layer - 1),
          "-F",
          layer == 1 ? "raw" : "qcow2",
          image);
      changeInRounds(image, contents);
    }
  }

  @Test
  void aBackingFileThatIsShorterOrLonger() throws Exception {
    byte[] contents = compressible();
    Files.write(directory.resolve("short"), Arrays.copyOf(contents, SIZE / 2 + 100));
    Arrays.fill(contents, SIZE / 2 + 100, SIZE, (byte) 0);
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-b", "short", "-F", "raw", image, SIZE);

    changeInRounds(image, contents);
  }

  @ParameterizedTest
  @CsvSource({"0.10, 4k", "1.1, 512", "1.1, 64k"})
  void internalSnapshotsStayAsTheyAre(String version, String clusters) throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", options(version, clusters), image, SIZE);
    byte[] contents = new byte[SIZE];
    RandomDisk disk = new RandomDisk(contents, 1);
    change(image, disk);
    byte[] atSnapshot = contents.clone();
    qemuImg.run("snapshot", "-c", "before", image);

    changeInRounds(image, contents);
    qemuImg.run("snapshot", "-a", "before", image);

    qemuImg.compare(image, Files.write(directory.resolve("snapshot.img"), atSnapshot));
    changeInRounds(image, atSnapshot);
    qemuImg.run("snapshot", "-d", "before", image);
    qemuImg.checkClean(image);
  }

  @Test
  void theSnapshotsListedAreThoseThatWereMade() throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", image, SIZE);
    qemuImg.run("snapshot", "-c", "before", image);
    qemuImg.run("resize", "-q", image, 2 * SIZE);
    qemuImg.run("snapshot", "-c", "größer", image);

    Qcow2Info info = Qcow2Info.readIfQcow2(image).orElseThrow();

    assertThat(info.size()).isEqualTo(2 * SIZE);
    assertThat(info.snapshots())
        .extracting(Qcow2Snapshot::id, Qcow2Snapshot::name, Qcow2Snapshot::size)
        .containsExactly(tuple("1", "before", (long) SIZE), tuple("2", "größer", 2L * SIZE));
    assertThat(info.snapshots())
        .allSatisfy(
            each -> {
              assertThat(each.machineState()).isZero();
              assertThat(each.made()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            });
  }

  @Test
  void aLazyImageThatWasClosedProperly() throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", "compat=1.1,lazy_refcounts=on", image, SIZE);

    changeInRounds(image, new byte[SIZE]);
  }

  @ParameterizedTest
  @CsvSource({"1", "8", "64"})
  void anImageWithOtherReferenceCountsCanBeRead(int bits) throws Exception {
    byte[] contents = compressible();
    Path raw = Files.write(directory.resolve("contents.img"), contents);
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("convert", "-O", "qcow2", "-o", "refcount_bits=" + bits, raw, image);

    try (DiskImage opened = Qcow2Image.open(image, true)) {
      new RandomDisk(contents, 0).compare(opened);
    }
  }

  private static String options(String version, String clusters) {
    return "compat=" + version + ",cluster_size=" + clusters;
  }

  private void changeInRounds(Path image, byte[] contents) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      change(image, new RandomDisk(contents, image.toString().length() + round));
      qemuImg.checkClean(image);
      qemuImg.compare(image, Files.write(directory.resolve("model.img"), contents));
    }
  }

  private static void change(Path image, RandomDisk disk) {
    try (DiskImage opened = Qcow2Image.open(image, false)) {
      assertThat(opened.size()).isEqualTo(SIZE);
      disk.change(opened, OPERATIONS);
      disk.compare(opened);
    }
  }

  /** Half noise, half text, and some of it zeroes. */
  private static byte[] compressible() {
    byte[] contents = new byte[SIZE];
    Random random = new Random(5);
    for (int at = 0; at < SIZE; at += 1 << 14) {
      for (int i = at; i < at + (1 << 14); i++) {
        contents[i] = (byte) (at % 3 == 0 ? random.nextInt() : at % 3 == 1 ? i / 7 : 0);
      }
    }
    return contents;
  }
}
