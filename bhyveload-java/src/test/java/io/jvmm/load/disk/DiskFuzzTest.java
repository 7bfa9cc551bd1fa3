package io.jvmm.load.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.disk.boot.BootEntries;
import io.jvmm.load.disk.boot.BootEntry;
import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.FileNode;
import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.fs.SymbolicLink;
import io.jvmm.load.disk.testkit.GptWriter;
import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.load.disk.volume.Volume;
import io.jvmm.load.disk.volume.Volumes;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is on a disk, looking through it ends in files and a menu, or in an error of the kind
 * that is documented, after a bounded number of reads. Only sectors that matter are damaged, and
 * checksums are switched off, so that damage gets as far as it can.
 */
class DiskFuzzTest {
  private static final int CASES = 250;
  private static final int MOST_CHANGES = 4;
  private static final int METADATA_LIMIT = 2 << 20;
  private static final int DEEPEST = 5;
  private static final int MOST_NODES = 25;
  private static final int MOST_READ = 1024;
  private static final int SECTOR = 512;

  private int nodes;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext4",
        "ext2",
        "inline",
        "metabg",
        "journal-plain",
        "journal-sums",
        "fat12",
        "fat16",
        "gpt"
      })
  void noDiskMakesTheReaderFailOrReadForEver(String image) {
    TestDisk disk = disk(image);
    lookThrough(disk);
    int[] sectors = disk.sectorsRead().stream().toArray();
    int readable = 0;
    int refused = 0;
    for (long seed = 0; seed < CASES; seed++) {
      Damage damage = new Damage(disk, sectors, seed);
      try {
        readable += lookThrough(disk) ? 1 : 0;
      } catch (ConfigurationException e) {
        assertThat(e.getMessage()).as("seed %d", seed).startsWith("disk test.img");
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("%s, seed %d".formatted(image, seed), e);
      }
      damage.undo();
    }
    assertThat(readable).as("disks that could be read").isPositive();
    assertThat(refused).as("disks that were refused").isPositive();
  }

  private static TestDisk disk(String image) {
    if (image.equals("gpt")) {
      byte[] fat = TestDisk.imageBytes("fat12");
      return new GptWriter(SECTOR, 1100)
          .partition("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", 40, fat)
          .partition("0fc63daf-8483-4772-8e79-3d69d8477de4", 552, fat)
          .write();
    }
    TestDisk disk = TestDisk.image(image);
    if (!image.startsWith("fat")) {
      int features = 1024 + 0x64;
      disk.bytes().putInt(features, disk.bytes().getInt(features) & ~0x400);
    }
    return disk;
  }

  /** Some changes to a disk. */
  private static final class Damage {
    private final TestDisk disk;
    private final int[] offsets;
    private final byte[] old;

    Damage(TestDisk disk, int[] sectors, long seed) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      this.disk = disk;
      this.offsets = new int[1 + random.nextInt(MOST_CHANGES)];
      this.old = new byte[offsets.length];
      for (int i = 0; i < offsets.length; i++) {
        int sector = sectors[random.nextInt(sectors.length)];
        offsets[i] = sector * SECTOR + within(random, sector);
        old[i] = disk.bytes().get(offsets[i]);
        disk.bytes().put(offsets[i], value(random, old[i]));
      }
    }

    // Most of a sector is nothing at all; what is not zero matters more often.
    private int within(RandomGenerator random, int sector) {
      int within = random.nextInt(SECTOR);
      for (int i = 0; i < 30 && disk.bytes().get(sector * SECTOR + within) == 0; i++) {
        within = random.nextInt(SECTOR);
      }
      return within;
    }

    private static byte value(RandomGenerator random, byte value) {
      return switch (random.nextInt(4)) {
        case 0 -> (byte) (value ^ 1 << random.nextInt(8));
        case 1 -> (byte) 0xff;
        case 2 -> (byte) 0;
        default -> (byte) random.nextInt();
      };
    }

    void undo() {
      for (int i = offsets.length - 1; i >= 0; i--) {
        disk.bytes().put(offsets[i], old[i]);
      }
    }
  }

  /** Says whether there was anything. */
  private boolean lookThrough(TestDisk disk) {
    Volumes volumes = Volumes.of(disk.section(METADATA_LIMIT));
    nodes = 0;
    BootEntries entries = BootEntries.in(volumes);
    entries.menu().ifPresent(menu -> menu.entries().forEach(DiskFuzzTest::read));
    for (Volume volume : volumes.readable()) {
      walk(volume.fileSystem().root(), DEEPEST);
    }
    return nodes > 0;
  }

  private static void read(BootEntry entry) {
    int length = (int) Math.min(MOST_READ, entry.kernel().size());
    entry.kernel().read(ByteBuffer.allocate(length), entry.kernel().size() - length);
  }

  private void walk(Directory directory, int depth) {
    for (String name : directory.names()) {
      if (++nodes > MOST_NODES || depth == 0) {
        return;
      }
      switch (directory.find(name).orElse(FileNode.Other.SPECIAL)) {
        case Directory child -> walk(child, depth - 1);
        case RegularFile file -> read(file);
        case SymbolicLink link -> assertThat(link.target()).isNotNull();
        case FileNode.Other _ -> {}
      }
    }
  }

  private static void read(RegularFile file) {
    int length = (int) Math.min(MOST_READ, file.size());
    file.read(ByteBuffer.allocate(length), 0);
    file.read(ByteBuffer.allocate(length), file.size() - length);
  }
}
