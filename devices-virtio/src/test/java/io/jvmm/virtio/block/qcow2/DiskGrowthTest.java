package io.jvmm.virtio.block.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.block.DirectImage;
import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.virtio.block.TargetDirectory;
import io.jvmm.virtio.testkit.RandomDisk;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every image that becomes larger, whatever it is kept in. */
@ParameterizedClass
@EnumSource
class DiskGrowthTest {
  /** What the image is kept in; numbers are the logarithms of cluster sizes. */
  enum Kind {
    RAW(0, false),
    DIRECT(0, false),
    QCOW2_9(9, false),
    QCOW2_16(16, false),
    OVERLAY_9(9, true),
    OVERLAY_12(12, true),
    OVERLAY_16(16, true),
    OVERLAY_21(21, true);

    private final int clusterBits;
    private final boolean overlay;

    Kind(int clusterBits, boolean overlay) {
      this.clusterBits = clusterBits;
      this.overlay = overlay;
    }
  }

  private static final int BLOCK = 4096;
  private static final int SIZE = (1 << 20) + BLOCK; // no whole clusters, where those are larger
  private static final int LARGER = (6 << 20) + 3 * BLOCK;
  private static final int BASE_SIZE = 4 << 20; // ends behind the old disk, before the new one
  private static final int OPERATIONS = 60;

  @Parameter private Kind kind = Kind.RAW;

  @TempDir(factory = TargetDirectory.class)
  private Path directory;

  private byte[] contents = new byte[SIZE];
  private Path file = Path.of("");

  @BeforeEach
  void makeImage() throws IOException {
    file = directory.resolve("disk.img");
    if (kind.clusterBits == 0) {
      new Random(1).nextBytes(contents);
      Files.write(file, contents);
      return;
    }
    Optional<BackingReference> backing = Optional.empty();
    if (kind.overlay) {
      byte[] base = new byte[BASE_SIZE];
      new Random(2).nextBytes(base);
      Files.write(directory.resolve("base.img"), base);
      contents = Arrays.copyOf(base, SIZE);
      backing = Optional.of(new BackingReference("base.img", Optional.of("raw")));
    }
    Qcow2Creator.create(file, kind.clusterBits, SIZE, backing);
  }

  @Test
  void whatItHasStaysAndWhatIsNewIsZero() {
    RandomDisk former = new RandomDisk(contents, 1);
    try (DiskImage image = open(false)) {
      former.change(image, OPERATIONS);

      image.grow(LARGER);

      assertThat(image.size()).isEqualTo(LARGER);
      RandomDisk now = new RandomDisk(Arrays.copyOf(contents, LARGER), 2);
      now.compare(image);
      now.change(image, OPERATIONS);
      now.compare(image);
    }
  }

  @Test
  void whatIsNewIsThereWhenItIsOpenedAgain() {
    RandomDisk disk = new RandomDisk(Arrays.copyOf(contents, LARGER), 3);
    try (DiskImage image = open(false)) {
      image.grow(LARGER);
      disk.change(image, OPERATIONS);
    }

    try (DiskImage image = open(true)) {
      assertThat(image.size()).isEqualTo(LARGER);
      disk.compare(image);
    }
  }

  @Test
  void itGrowsAgainAndAgain() {
    try (DiskImage image = open(false)) {
      for (int size = SIZE; size < LARGER; size += 101 * BLOCK) {
        image.grow(size);
        contents = Arrays.copyOf(contents, size);
        RandomDisk disk = new RandomDisk(contents, size);
        disk.compare(image);
        disk.change(image, 20);
      }
    }

    try (DiskImage image = open(true)) {
      new RandomDisk(contents, 0).compare(image);
    }
  }

  @Test
  void othersReadAndWriteMeanwhile() throws InterruptedException {
    int writers = 4;
    CountDownLatch running = new CountDownLatch(writers);
    CountDownLatch done = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    try (DiskImage image = open(false)) {
      for (int i = 0; i < writers; i++) {
        int part = i;
        threads.add(Thread.ofPlatform().start(() -> write(image, part, running, done)));
      }
      running.await();
      for (int size = SIZE; size <= LARGER; size += 64 * BLOCK) {
        image.grow(size);
      }
      done.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      for (int part = 0; part < writers; part++) {
        assertThat(lastBlocks(image, part)).containsOnly(1 + part);
      }
    }
  }

  /** Writes and reads a block among the last ones of the former disk. */
  private static void write(
      DiskImage image, int part, CountDownLatch running, CountDownLatch done) {
    MemorySegment block = MemorySegment.ofArray(new byte[BLOCK]).fill((byte) (1 + part));
    do {
      image.write(block, SIZE - (long) (1 + part) * BLOCK);
      assertThat(lastBlocks(image, part)).containsOnly(1 + part);
      running.countDown();
    } while (done.getCount() > 0);
  }

  private static byte[] lastBlocks(DiskImage image, int part) {
    byte[] block = new byte[BLOCK];
    image.read(MemorySegment.ofArray(block), SIZE - (long) (1 + part) * BLOCK);
    return block;
  }

  @Test
  void itsOwnSizeIsNoChange() throws IOException {
    byte[] before = Files.readAllBytes(file);

    try (DiskImage image = open(false)) {
      image.grow(SIZE);
      assertThat(image.size()).isEqualTo(SIZE);
    }

    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void itIsNotMadeSmaller() throws IOException {
    byte[] before = Files.readAllBytes(file);

    for (long bytes : new long[] {SIZE - BLOCK, 0, -BLOCK, Long.MIN_VALUE}) {
      assertRefused(false, bytes, "has " + SIZE + " bytes and is not cut down to " + bytes);
    }

    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aReadOnlyImageKeepsItsSize() {
    assertRefused(true, LARGER, "is read-only");
  }

  @Test
  void itHasWholeSectors() {
    assertRefused(false, LARGER + 1, "ask for a multiple of");
  }

  private void assertRefused(boolean readOnly, long bytes, String why) {
    try (DiskImage image = open(readOnly)) {
      assertThatThrownBy(() -> image.grow(bytes))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll(file.toString(), why);
      assertThat(image.size()).isEqualTo(SIZE);
      new RandomDisk(contents, 0).compare(image);
    }
  }

  private DiskImage open(boolean readOnly) {
    return switch (kind) {
      case RAW -> RawImage.open(file, readOnly);
      case DIRECT -> DirectImage.open(file, readOnly);
      default -> Qcow2Image.open(file, readOnly);
    };
  }
}
