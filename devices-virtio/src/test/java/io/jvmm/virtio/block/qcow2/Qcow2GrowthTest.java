package io.jvmm.virtio.block.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.MemoryFile;
import io.jvmm.virtio.testkit.RandomDisk;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of an image that becomes larger. */
class Qcow2GrowthTest {
  private static final int CLUSTER = 512; // its L1 table maps 2 MiB with each of its clusters
  private static final int SIZE = 1 << 20;
  private static final int LARGER = 9 << 20;
  private static final int VERSION = 4; // offsets in the header
  private static final int DISK_SIZE = 24;
  private static final int L1_ENTRIES = 36;
  private static final int L1_OFFSET = 40;
  private static final int SNAPSHOTS_OFFSET = 64;

  @TempDir private Path directory;

  private final byte[] contents = new byte[SIZE];

  @Test
  void theTableMovesWhereItFindsNoMoreRoom() throws IOException {
    MemoryFile file = new MemoryFile(written(9));
    long before = header(file).getLong(L1_OFFSET);

    grow(file, LARGER);

    assertThat(header(file).getLong(L1_OFFSET)).isNotEqualTo(before);
    assertThat(header(file).getInt(L1_ENTRIES)).isEqualTo(LARGER / (64 * CLUSTER));
    assertClean(file, LARGER);
    assertThat(Qcow2Check.of(file.contents()).count(before / CLUSTER)).isZero();
  }

  @Test
  void theTableStaysWhereItHasRoom() throws IOException {
    MemoryFile file = new MemoryFile(written(12));
    long before = header(file).getLong(L1_OFFSET);
    int length = file.contents().length;

    grow(file, LARGER);

    assertThat(header(file).getLong(L1_OFFSET)).isEqualTo(before);
    assertThat(file.contents()).hasSize(length);
    assertClean(file, LARGER);
  }

  /** 8 MiB of L1 table: more clusters than the refcount table could count. */
  @Test
  void aLongTableBringsAllThatCountsItsClusters() throws IOException {
    Path file = Files.write(directory.resolve("disk.qcow2"), written(9));
    long huge = 32L << 30;

    try (DiskImage image = Qcow2Image.open(file, false)) {
      image.grow(huge);
      image.write(MemorySegment.ofArray(new byte[CLUSTER]).fill((byte) 5), huge - CLUSTER);
    }

    Qcow2Check check = Qcow2Check.of(Files.readAllBytes(file));
    assertThat(check.errors()).isEmpty();
    assertThat(check.leaks()).isZero();
    try (DiskImage image = Qcow2Image.open(file, true)) {
      assertThat(image.size()).isEqualTo(huge);
      new RandomDisk(contents, 0).compare(image);
      assertThat(read(image, huge - 2 * CLUSTER, CLUSTER)).containsOnly(0);
      assertThat(read(image, huge - CLUSTER, CLUSTER)).containsOnly(5);
    }
  }

  /** As a snapshot's machine state is, and what other programs leave when they cut a disk. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void whatTablesHaveBehindTheDisksEndIsGivenBack(int version) throws IOException {
    Path path = directory.resolve("disk.qcow2");
    Qcow2Creator.create(path, 9, 4 * SIZE, Optional.empty());
    try (DiskImage image = Qcow2Image.open(path, false)) {
      image.write(MemorySegment.ofArray(new byte[4 * SIZE]).fill((byte) 7), 0);
    }
    ByteBuffer cut = ByteBuffer.wrap(Files.readAllBytes(path));
    int end = SIZE - 3 * CLUSTER / 2; // within a sector's cluster, and a cluster's table
    cut.putInt(VERSION, version).putLong(DISK_SIZE, end);
    MemoryFile file = new MemoryFile(cut.array());

    try (DiskImage image = Qcow2Image.open(file.open(path, false), BackingChain.of(path))) {
      image.grow(3 * SIZE);

      assertThat(read(image, 0, end)).containsOnly(7);
      assertThat(read(image, end, 3 * SIZE - end)).containsOnly(0);
    }
    assertClean(file, 3 * SIZE);
  }

  @Test
  void aSnapshotKeepsItsSizeAndContents() throws IOException {
    MemoryFile file = new MemoryFile(SnapshotTaker.snapshotOf(written(12), 16));
    byte[] atSnapshot = contents.clone();

    try (DiskImage image = open(file)) {
      image.grow(LARGER);
      new RandomDisk(Arrays.copyOf(contents, LARGER), 3).change(image, 100);
    }

    assertClean(file, LARGER);
    MemoryFile reverted = new MemoryFile(revert(file.contents()));
    try (DiskImage image = open(reverted)) {
      assertThat(image.size()).isEqualTo(SIZE);
      new RandomDisk(atSnapshot, 0).compare(image);
    }
  }

  /** What it is when the snapshot's L1 table is the active one. */
  private static byte[] revert(byte... image) {
    ByteBuffer header = ByteBuffer.wrap(image.clone());
    int snapshot = (int) header.getLong(SNAPSHOTS_OFFSET);
    header.putLong(DISK_SIZE, header.getLong(snapshot + 48));
    header.putInt(L1_ENTRIES, header.getInt(snapshot + 8));
    header.putLong(L1_OFFSET, header.getLong(snapshot)).putInt(60, 0);
    return header.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void snapshotsThatKeepNoSizeKeepTheDisksSize(int version) throws IOException {
    byte[] image = SnapshotTaker.snapshotOf(written(12), version == 2 ? 16 : 8);
    ByteBuffer.wrap(image).putInt(VERSION, version);

    assertRefused(image, LARGER, "has internal snapshots that do not say how large the disk was");
  }

  /** Version 2 has no zero clusters that could hide it. */
  @Test
  void aLongerBackingFileCannotBeHiddenInVersion2() throws IOException {
    assertRefused(overlayOfVersion2(2 * SIZE), LARGER, "is shorter than its backing file");
  }

  @Test
  void theRestOfAClusterCanBeHiddenInVersion2() throws IOException {
    MemoryFile file = new MemoryFile(overlayOfVersion2(SIZE));

    try (DiskImage image = open(file)) {
      image.grow(LARGER);

      assertThat(read(image, 0, SIZE - CLUSTER)).containsOnly(7);
      assertThat(read(image, SIZE - CLUSTER, LARGER - SIZE)).containsOnly(0);
    }
    assertClean(file, LARGER);
  }

  /** With clusters of 4096 bytes, of which the last ends behind the disk. */
  private byte[] overlayOfVersion2(int baseSize) throws IOException {
    byte[] base = new byte[baseSize];
    Arrays.fill(base, (byte) 7);
    Files.write(directory.resolve("base.img"), base);
    Path path = directory.resolve("disk.qcow2");
    Optional<BackingReference> reference =
        Optional.of(new BackingReference("base.img", Optional.of("raw")));
    Qcow2Creator.create(path, 12, SIZE - CLUSTER, reference);
    ByteBuffer image = ByteBuffer.wrap(Files.readAllBytes(path));
    image.put(72, image.array(), 104, 24); // the backing file's format, and the end mark
    return image.putInt(VERSION, 2).array();
  }

  @Test
  void aDiskIsNotLargerThanItsClustersAllow() throws IOException {
    long most = (32L << 20) / 8 * 64 * CLUSTER; // the longest L1 table

    assertRefused(written(9), most + CLUSTER, "with clusters of 512 bytes it has at most " + most);
    assertRefused(written(9), Long.MAX_VALUE - 511, "it has at most " + most);
  }

  private void assertRefused(byte[] image, long bytes, String why) {
    MemoryFile file = new MemoryFile(image);
    try (DiskImage opened = open(file)) {
      assertThatThrownBy(() -> opened.grow(bytes))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("disk.qcow2", why);
    }
    assertThat(file.contents()).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 12, 16})
  void aHostThatTakesNoMoreLeavesTheDiskAsItWas(int clusterBits) throws IOException {
    byte[] before = written(clusterBits);
    int last = writesToGrow(before);
    for (int good = 0; good < last; good++) {
      MemoryFile file = new MemoryFile(before);
      try (DiskImage image = open(file)) {
        file.fail(good, last);
        assertThatThrownBy(() -> image.grow(LARGER))
            .isInstanceOf(HostException.class)
            .hasMessageContaining("No space left on device");
        file.fail(0, 0);

        assertThat(image.size()).isEqualTo(SIZE);
        new RandomDisk(contents, 0).compare(image);
      }
      Qcow2Check check = Qcow2Check.of(file.contents());
      assertThat(check.errors()).as("after %d writes", good).isEmpty();
      assertThat(check.size()).isEqualTo(SIZE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 12})
  void afterAnyOneFailureItGrowsAll(int clusterBits) throws IOException {
    byte[] before = written(clusterBits);
    int last = writesToGrow(before);
    for (int good = 0; good < last; good++) {
      MemoryFile file = new MemoryFile(before);
      try (DiskImage image = open(file)) {
        file.fail(good, 1);
        assertThatThrownBy(() -> image.grow(LARGER)).isInstanceOf(HostException.class);

        image.grow(LARGER);

        new RandomDisk(Arrays.copyOf(contents, LARGER), 0).compare(image);
      }
      assertThat(Qcow2Check.of(file.contents()).errors()).as("after %d writes", good).isEmpty();
      assertThat(Qcow2Check.of(file.contents()).size()).isEqualTo(LARGER);
    }
  }

  /** How many writes and flushes it takes, until it only closes. */
  private int writesToGrow(byte... before) {
    MemoryFile file = new MemoryFile(before);
    try (DiskImage image = open(file)) {
      image.grow(LARGER);
      return file.events().size();
    }
  }

  @Test
  void noMachineNeedsToHaveItOpen() throws IOException {
    Path path = Files.write(directory.resolve("disk.qcow2"), written(9));

    assertThat(OfflineGrowth.grow(path, Optional.empty(), LARGER)).isEqualTo(SIZE);

    assertThat(Qcow2Check.of(Files.readAllBytes(path)).size()).isEqualTo(LARGER);
  }

  private byte[] written(int clusterBits) throws IOException {
    Path path = directory.resolve("made-%d.qcow2".formatted(clusterBits));
    Qcow2Creator.create(path, clusterBits, SIZE, Optional.empty());
    Arrays.fill(contents, (byte) 0);
    try (DiskImage image = Qcow2Image.open(path, false)) {
      new RandomDisk(contents, clusterBits).change(image, 30);
    }
    return Files.readAllBytes(path);
  }

  private void grow(MemoryFile file, long bytes) {
    try (DiskImage image = open(file)) {
      image.grow(bytes);
    }
  }

  private DiskImage open(MemoryFile file) {
    Path path = directory.resolve("disk.qcow2");
    return Qcow2Image.open(file.open(path, false), BackingChain.of(path));
  }

  private static void assertClean(MemoryFile file, long size) {
    Qcow2Check check = Qcow2Check.of(file.contents());
    assertThat(check.errors()).isEmpty();
    assertThat(check.leaks()).isZero();
    assertThat(check.size()).isEqualTo(size);
  }

  private static ByteBuffer header(MemoryFile file) {
    return ByteBuffer.wrap(file.contents());
  }

  private static byte[] read(DiskImage image, long offset, int length) {
    byte[] bytes = new byte[length];
    image.read(MemorySegment.ofArray(bytes), offset);
    return bytes;
  }
}
