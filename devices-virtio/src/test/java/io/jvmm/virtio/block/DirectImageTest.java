package io.jvmm.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In target, for a temporary directory may be in memory, where not every kernel has O_DIRECT. */
class DirectImageTest {
  private static final int SECTOR = DiskImage.SECTOR;
  private static final int SIZE = 1 << 20;

  @TempDir(factory = TargetDirectory.class)
  private Path directory;

  private final byte[] contents = new byte[SIZE];
  private final Arena arena = Arena.ofShared();
  private Path file = Path.of("");

  @BeforeEach
  void makeImage() throws IOException {
    new Random(1).nextBytes(contents);
    file = Files.write(directory.resolve("disk.img"), contents);
  }

  @AfterEach
  void freeMemory() {
    arena.close();
  }

  @Test
  void wholeBlocksAreReadAndWrittenWhereTheyAre() throws IOException {
    try (DirectImage image = DirectImage.open(file, false)) {
      MemorySegment blocks = arena.allocate(2 * DirectImage.BLOCK, DirectImage.BLOCK);
      image.read(blocks, DirectImage.BLOCK);
      image.write(blocks, 8 * DirectImage.BLOCK);
      image.flush();
    }

    System.arraycopy(
        contents, DirectImage.BLOCK, contents, 8 * DirectImage.BLOCK, 2 * DirectImage.BLOCK);
    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
  }

  @Test
  void aSectorIsWrittenWithoutItsNeighbours() throws IOException {
    byte[] sector = filled(SECTOR, 7);
    try (DirectImage image = DirectImage.open(file, false)) {
      image.write(memory(sector), 9 * SECTOR);
    }

    System.arraycopy(sector, 0, contents, 9 * SECTOR, SECTOR);
    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
  }

  @Test
  void aLongRequestThatBeginsAndEndsWithinBlocksIsServedInParts() throws IOException {
    byte[] data = filled(SIZE - 2 * SECTOR, 3);
    MemorySegment readBack = memory(new byte[data.length]);
    try (DirectImage image = DirectImage.open(file, false)) {
      image.write(memory(data), SECTOR);
      image.read(readBack, SECTOR);
    }

    System.arraycopy(data, 0, contents, SECTOR, data.length);
    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
    assertThat(readBack.mismatch(MemorySegment.ofArray(data))).isEqualTo(-1);
  }

  @Test
  void memoryThatIsAlignedLikeASectorWillDoForWholeBlocks() throws IOException {
    byte[] block = filled(DirectImage.BLOCK, 5);
    try (DirectImage image = DirectImage.open(file, false)) {
      image.write(memory(block), DirectImage.BLOCK);
    }

    System.arraycopy(block, 0, contents, DirectImage.BLOCK, DirectImage.BLOCK);
    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
  }

  @Test
  void zeroesAreWritten() throws IOException {
    try (DirectImage image = DirectImage.open(file, false)) {
      image.writeZeroes(SECTOR, SIZE / 2, true);
    }

    Arrays.fill(contents, SECTOR, SECTOR + SIZE / 2, (byte) 0);
    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
  }

  @Test
  void sectorsOfOneBlockThatSeveralThreadsWriteAreAllThere() throws Exception {
    int sectors = DirectImage.BLOCK / SECTOR;
    try (DirectImage image = DirectImage.open(file, false)) {
      Thread[] writers = new Thread[sectors];
      for (int i = 0; i < sectors; i++) {
        int sector = i;
        MemorySegment data = memory(filled(SECTOR, sector));
        writers[i] = Thread.ofPlatform().start(() -> writeOften(image, data, sector));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }

    for (int sector = 0; sector < sectors; sector++) {
      Arrays.fill(contents, sector * SECTOR, (sector + 1) * SECTOR, (byte) sector);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
  }

  private static void writeOften(DirectImage image, MemorySegment data, int sector) {
    for (int i = 0; i < 50; i++) {
      image.write(data, (long) sector * SECTOR);
    }
  }

  @Test
  void anImageThatEndsWithinABlockIsRefusedAndGivenBack() throws IOException {
    Files.write(file, new byte[DirectImage.BLOCK + SECTOR]);

    assertThatThrownBy(() -> DirectImage.open(file, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has 4608 bytes")
        .hasMessageContaining("a multiple of 4096");

    RawImage.open(file, false).close();
  }

  @Test
  void aFileSystemWithoutDirectAccessIsNamed() {
    Path kernels = Path.of("/proc/self/status"); // an ordinary file, as far as anybody can tell

    assertThatThrownBy(() -> DirectImage.open(kernels, true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/proc/self/status")
        .hasMessageContaining("leave out \"cache\"");
  }

  @Test
  void itIsLockedLikeAnyOther() {
    try (DirectImage first = DirectImage.open(file, true)) {
      DirectImage.open(file, true).close();
      assertThatThrownBy(() -> RawImage.open(file, false)).hasMessageContaining("in use");
      assertThat(first.isReadOnly()).isTrue();
    }
    RawImage.open(file, false).close();
  }

  /** Memory that begins at a sector's alignment and no better. */
  private MemorySegment memory(byte[] bytes) {
    MemorySegment memory = arena.allocate(bytes.length + SECTOR, DirectImage.BLOCK);
    return memory.asSlice(SECTOR).copyFrom(MemorySegment.ofArray(bytes));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
