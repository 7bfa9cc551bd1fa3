package io.jvmm.virtio.block.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.MemoryFile;
import io.jvmm.virtio.testkit.RandomDisk;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of any geometry that are changed, grow, and are closed, in any order. */
class GrowthFuzzTest {
  private static final int IMAGES = 30;
  private static final int ROUNDS = 6;
  private static final int OPERATIONS = 6;
  private static final int MAX_SECTORS = 2000; // that it grows by at a time; bases are as long
  private static final int VERSION = 4; // where the header has it

  @TempDir private Path directory;

  @Test
  void noSequenceOfChangesAndGrowthDoesHarm() throws IOException {
    int grown = 0;
    for (int seed = 0; seed < IMAGES; seed++) {
      grown += use(new Random(seed), seed);
    }
    assertThat(grown).isGreaterThan(IMAGES * ROUNDS / 2);
  }

  /** Says how many times the image grew. */
  private int use(Random random, int seed) throws IOException {
    byte[] contents = new byte[sectors(random)];
    Optional<BackingReference> backing = base(random, contents);
    MemoryFile file = create(random, contents.length, backing);
    int grown = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (DiskImage image = open(file)) {
        byte[] before = contents;
        new RandomDisk(before, random.nextLong()).change(image, OPERATIONS);
        contents = grow(image, before, contents.length + sectors(random));
        grown += contents.length > before.length ? 1 : 0;
        assertContents(image, contents);
        new RandomDisk(contents, random.nextLong()).change(image, OPERATIONS);
      }
      Qcow2Check check = Qcow2Check.of(file.contents());
      assertThat(check.errors()).as("seed %d", seed).isEmpty();
      assertThat(check.leaks()).as("seed %d", seed).isZero();
      assertThat(check.size()).isEqualTo(contents.length);
    }
    return grown;
  }

  /** What the disk has then. Version 2 may refuse. */
  private static byte[] grow(DiskImage image, byte[] contents, int bytes) {
    try {
      image.grow(bytes);
      return Arrays.copyOf(contents, bytes);
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageContaining("version 2");
      return contents;
    }
  }

  private static void assertContents(DiskImage image, byte... expected) {
    byte[] read = new byte[(int) image.size()];
    image.read(MemorySegment.ofArray(read), 0);
    assertThat(Arrays.mismatch(read, expected)).isEqualTo(-1);
  }

  private static int sectors(Random random) {
    return (1 + random.nextInt(MAX_SECTORS)) * DiskImage.SECTOR;
  }

  /** In one of three cases; its beginning is the disk's. */
  private Optional<BackingReference> base(Random random, byte... contents) throws IOException {
    if (random.nextInt(3) > 0) {
      return Optional.empty();
    }
    byte[] base = new byte[sectors(random)];
    random.nextBytes(base);
    System.arraycopy(base, 0, contents, 0, Math.min(base.length, contents.length));
    Files.write(directory.resolve("base.img"), base);
    return Optional.of(new BackingReference("base.img", Optional.of("raw")));
  }

  private MemoryFile create(Random random, long size, Optional<BackingReference> backing)
      throws IOException {
    Path path = directory.resolve("disk.qcow2");
    Qcow2Creator.create(path, 9 + random.nextInt(8), size, backing);
    ByteBuffer image = ByteBuffer.wrap(Files.readAllBytes(path));
    if (random.nextInt(3) == 0) {
      image.put(72, image.array(), 104, 24); // the backing file's format, and the end mark
      image.putInt(VERSION, 2);
    }
    return new MemoryFile(image.array());
  }

  private DiskImage open(MemoryFile file) {
    Path path = directory.resolve("disk.qcow2");
    return Qcow2Image.open(file.open(path, false), BackingChain.of(path));
  }
}
