package io.jvmm.virtio.block.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.testkit.RandomDisk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as a guest uses them; integration-tests compare them with what QEMU's tools think. */
class Qcow2ImageTest {
  private static final int SIZE = 3 << 20;
  private static final int CLUSTER_BITS = 12;
  private static final int CLUSTER = 1 << CLUSTER_BITS;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {9, 12, 16, 21})
  void whatIsWrittenIsReadBeforeAndAfterClosing(int clusterBits) throws IOException {
    Path file = create("disk.qcow2", clusterBits, SIZE, Optional.empty());
    RandomDisk disk = new RandomDisk(new byte[SIZE], clusterBits);

    for (int round = 0; round < 4; round++) {
      try (DiskImage image = Qcow2Image.open(file, false)) {
        disk.change(image, 200);
        disk.compare(image);
      }
    }
    try (DiskImage image = Qcow2Image.open(file, true)) {
      disk.compare(image);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 12, 16, 21})
  void anOverlayReadsItsBaseUntilItIsWrittenAndLeavesTheBaseAlone(int clusterBits)
      throws IOException {
    byte[] contents = new byte[SIZE];
    new Random(1).nextBytes(contents);
    Path base = Files.write(directory.resolve("base.img"), contents);
    Path file = create("disk.qcow2", clusterBits, SIZE, raw("base.img"));
    RandomDisk disk = new RandomDisk(contents.clone(), clusterBits);

    try (DiskImage image = Qcow2Image.open(file, false)) {
      disk.compare(image);
      disk.change(image, 300);
      disk.compare(image);
    }
    try (DiskImage image = Qcow2Image.open(file, true)) {
      disk.compare(image);
    }
    assertThat(base).hasBinaryContent(contents);
  }

  @Test
  void aShorterBaseEndsInZeroes() throws IOException {
    Files.write(directory.resolve("base.img"), filled(700, 7));
    Path file = create("disk.qcow2", CLUSTER_BITS, SIZE, raw("base.img"));

    try (DiskImage image = Qcow2Image.open(file, false)) {
      image.write(MemorySegment.ofArray(filled(512, 9)), 512);

      byte[] read = read(image, 0, 3 * 512);
      assertThat(Arrays.copyOf(read, 512)).containsOnly(7);
      assertThat(Arrays.copyOfRange(read, 512, 1024)).containsOnly(9);
      assertThat(Arrays.copyOfRange(read, 1024, 1536)).containsOnly(0);
    }
  }

  @Test
  void aDiscardedClusterDoesNotShowTheBaseAgain() throws IOException {
    Files.write(directory.resolve("base.img"), filled(SIZE, 7));
    Path file = create("disk.qcow2", CLUSTER_BITS, SIZE, raw("base.img"));

    try (DiskImage image = Qcow2Image.open(file, false)) {
      image.write(MemorySegment.ofArray(filled(CLUSTER, 9)), 0);
      image.discard(0, CLUSTER);

      assertThat(read(image, 0, CLUSTER)).containsOnly(0);
    }
  }

  @Test
  void spaceThatWasGivenBackIsUsedAgain() throws IOException {
    Path file = create("disk.qcow2", CLUSTER_BITS, SIZE, Optional.empty());

    try (DiskImage image = Qcow2Image.open(file, false)) {
      for (int i = 0; i < 100; i++) {
        image.write(MemorySegment.ofArray(filled(10 * CLUSTER, i)), 0);
        image.flush();
        image.discard(0, 10 * CLUSTER);
        image.flush();
      }
    }

    assertThat(Files.size(file)).isLessThan(30 * CLUSTER);
  }

  @Test
  void onlyWholeClustersAreDiscarded() throws IOException {
    Path file = create("disk.qcow2", CLUSTER_BITS, SIZE, Optional.empty());

    try (DiskImage image = Qcow2Image.open(file, false)) {
      image.write(MemorySegment.ofArray(filled(3 * CLUSTER, 5)), 0);
      image.discard(512, 2L * CLUSTER);

      assertThat(read(image, 0, CLUSTER)).containsOnly(5);
      assertThat(read(image, CLUSTER, CLUSTER)).containsOnly(0);
      assertThat(read(image, 2 * CLUSTER, CLUSTER)).containsOnly(5);
    }
  }

  @Test
  void zeroesTakeNoSpace() throws IOException {
    Files.write(directory.resolve("base.img"), filled(SIZE, 7));
    Path file = create("disk.qcow2", CLUSTER_BITS, SIZE, raw("base.img"));
    long before = Files.size(file);

    try (DiskImage image = Qcow2Image.open(file, false)) {
      image.writeZeroes(0, SIZE, true);

      assertThat(read(image, 0, SIZE)).containsOnly(0);
    }
    long l2Tables = SIZE / CLUSTER / (CLUSTER / 8) + 1;
    assertThat(Files.size(file)).isLessThanOrEqualTo(before + l2Tables * CLUSTER);
  }

  @Test
  void twoDisksShareABase() throws IOException {
    Files.write(directory.resolve("base.img"), filled(SIZE, 7));
    Path one = create("one.qcow2", CLUSTER_BITS, SIZE, raw("base.img"));
    Path two = create("two.qcow2", CLUSTER_BITS, SIZE, raw("base.img"));

    try (DiskImage first = Qcow2Image.open(one, false)) {
      try (DiskImage second = Qcow2Image.open(two, false)) {
        second.write(MemorySegment.ofArray(filled(512, 1)), 0);
      }
      assertThat(read(first, 0, 512)).containsOnly(7);
    }
  }

  @Test
  void anOverlayOfAnOverlayReadsThroughBoth() throws IOException {
    Files.write(directory.resolve("base.img"), filled(SIZE, 7));
    Path lower = create("lower.qcow2", CLUSTER_BITS, SIZE, raw("base.img"));
    try (DiskImage image = Qcow2Image.open(lower, false)) {
      image.write(MemorySegment.ofArray(filled(CLUSTER, 8)), CLUSTER);
    }
    Optional<BackingReference> reference =
        Optional.of(new BackingReference("lower.qcow2", Optional.of("qcow2")));
    Path upper = create("upper.qcow2", 9, SIZE, reference);

    try (DiskImage image = Qcow2Image.open(upper, false)) {
      image.write(MemorySegment.ofArray(filled(512, 9)), CLUSTER + 512);

      assertThat(read(image, 0, CLUSTER)).containsOnly(7);
      assertThat(read(image, CLUSTER, 512)).containsOnly(8);
      assertThat(read(image, CLUSTER + 512, 512)).containsOnly(9);
      assertThat(read(image, CLUSTER + 1024, 512)).containsOnly(8);
    }
  }

  @Test
  void anOverlayIsMadeOnceAndNeverReplaced() throws IOException {
    Path base = Files.write(directory.resolve("base.img"), filled(SIZE, 7));
    Path overlay = directory.resolve("vm/disk.qcow2");

    Qcow2Creator.createOverlay(overlay, base);
    try (DiskImage image = Qcow2Image.open(overlay, false)) {
      image.write(MemorySegment.ofArray(filled(512, 1)), 0);
    }
    Qcow2Creator.createOverlay(overlay, base);

    try (DiskImage image = Qcow2Image.open(overlay, true)) {
      assertThat(read(image, 0, 512)).containsOnly(1);
      assertThat(read(image, 512, 512)).containsOnly(7);
    }
    assertThat(directory.resolve("vm").toFile().list()).containsExactly("disk.qcow2");
  }

  private Path create(String name, int clusterBits, long size, Optional<BackingReference> backing)
      throws IOException {
    Path file = directory.resolve(name);
    Qcow2Creator.create(file, clusterBits, size, backing);
    return file;
  }

  private static Optional<BackingReference> raw(String name) {
    return Optional.of(new BackingReference(name, Optional.of("raw")));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] read(DiskImage image, long offset, int length) {
    byte[] bytes = new byte[length];
    image.read(MemorySegment.ofArray(bytes), offset);
    return bytes;
  }
}
