package io.jvmm.virtio.block.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that are damaged, or made to do damage. */
class HostileQcow2Test {
  private static final int CLUSTER_BITS = 12;
  private static final int CLUSTER = 1 << CLUSTER_BITS;
  private static final int SIZE = 1 << 20;
  private static final int L1_OFFSET = 3 * CLUSTER; // behind header, refcount table and block
  private static final int FUZZED_IMAGES = 1000;

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void anImageWithContents() throws IOException {
    file = directory.resolve("disk.qcow2");
    Qcow2Creator.create(file, CLUSTER_BITS, SIZE, Optional.empty());
    try (DiskImage image = Qcow2Image.open(file, false)) {
      image.write(MemorySegment.ofArray(new byte[4 * CLUSTER]).fill((byte) 1), 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0   | 4 | 0x514649fa         | is not in qcow2 format",
        "4   | 4 | 4                  | its version is 4",
        "20  | 4 | 8                  | cluster_bits is 8",
        "20  | 4 | 0xffffffff         | cluster_bits is 4294967295",
        "24  | 8 | 0                  | a disk of 0 bytes",
        "24  | 8 | 0x7fffffffffffffff | a disk of 9223372036854775807 bytes",
        "24  | 8 | 0xffffffffffffffff | a disk of 18446744073709551615 bytes",
        "32  | 4 | 1                  | is encrypted",
        "36  | 4 | 0                  | the number of L1 entries is 0",
        "36  | 4 | 0x7fffffff         | the number of L1 entries is 2147483647",
        "40  | 8 | 1                  | the L1 table at 1 is not at the start of a cluster",
        "40  | 8 | 0x100000000        | the L1 table at 4294967296 is outside the file",
        "40  | 8 | 0x8000000000000000 | is not at the start of a cluster",
        "40  | 8 | 0                  | the L1 table at 0 overlaps another table",
        "48  | 8 | 0                  | overlaps another table",
        "56  | 4 | 0                  | the number of refcount table clusters is 0",
        "60  | 4 | 70000              | the number of snapshots is 70000",
        "60  | 4 | 1                  | snapshot 0",
        "72  | 8 | 1                  | not closed properly",
        "72  | 8 | 2                  | marked as corrupt",
        "72  | 8 | 4                  | external data file",
        "72  | 8 | 8                  | compressed in a way that is not supported",
        "72  | 8 | 16                 | extended L2 entries",
        "72  | 8 | 0x4000000000       | a feature that is not supported: bit 38",
        "96  | 4 | 7                  | refcount_order is 7",
        "96  | 4 | 3                  | reference counts of 8 bits",
        "100 | 4 | 0x10000            | header_length is 65536",
        "12288 | 8 | 0x8000000000000200 | L2 table 0 at 512 is not at the start",
        "12288 | 8 | 0x8000000000001000 | L2 table 0 at 4096 overlaps another table",
        "4096  | 8 | 0x1000           | refcount block 0 at 4096 overlaps another table",
      })
  void aFieldWithoutSenseIsRefusedByName(long offset, int width, String value, String message)
      throws IOException {
    put(offset, width, Long.parseUnsignedLong(value.replace("0x", ""), radix(value)));

    assertThatThrownBy(() -> Qcow2Image.open(file, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(file.toString(), message);
  }

  private static int radix(String value) {
    return value.startsWith("0x") ? 16 : 10;
  }

  @Test
  void aDirtyImageCanStillBeRead() throws IOException {
    put(72, 8, 1);

    try (DiskImage image = Qcow2Image.open(file, true)) {
      assertThat(firstByte(image)).isEqualTo((byte) 1);
    }
  }

  @Test
  void anImageThatIsTooShortIsRefused() throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 71));

    assertThatThrownBy(() -> Qcow2Image.open(file, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is not in qcow2 format");
  }

  @Test
  void featuresOfOthersThatTrackChangesAreSwitchedOff() throws IOException {
    put(Qcow2Header.AUTOCLEAR_OFFSET, 8, 1);

    Qcow2Image.open(file, false).close();

    assertThat(get(Qcow2Header.AUTOCLEAR_OFFSET)).isZero();
  }

  @Test
  void writesThroughAnEntryThatPointsToATableAreRefused() throws IOException {
    put(l2Offset(), 8, L2Entry.COPIED | L1_OFFSET);
    byte[] before = Files.readAllBytes(file);

    try (DiskImage image = Qcow2Image.open(file, false)) {
      MemorySegment sector = MemorySegment.ofArray(new byte[512]);
      assertThatThrownBy(() -> image.write(sector, 0))
          .isInstanceOf(HostException.class)
          .hasMessageContainingAll(file.toString(), "is corrupt");
      assertThatThrownBy(() -> image.discard(0, CLUSTER)).isInstanceOf(HostException.class);
      assertThatThrownBy(() -> image.writeZeroes(0, CLUSTER, false))
          .isInstanceOf(HostException.class);
    }

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aClusterOutsideTheFileIsAnErrorOfThisRequestOnly() throws IOException {
    put(l2Offset(), 8, L2Entry.COPIED | (1L << 40));

    try (DiskImage image = Qcow2Image.open(file, false)) {
      assertThatThrownBy(() -> firstByte(image)).isInstanceOf(HostException.class);
      byte[] other = new byte[512];
      image.read(MemorySegment.ofArray(other), CLUSTER);
      assertThat(other).containsOnly(1);
    }
  }

  @Test
  void aCompressedClusterOfNoiseIsAnErrorOfThisRequestOnly() throws IOException {
    put(l2Offset(), 8, (1L << 62) | L1_OFFSET + 100);

    try (DiskImage image = Qcow2Image.open(file, true)) {
      assertThatThrownBy(() -> firstByte(image))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("the compressed cluster at " + (L1_OFFSET + 100));
    }
  }

  @Test
  void aBackingFileWithoutFormatIsNotGuessed() throws IOException {
    Files.write(directory.resolve("base.img"), new byte[512]);
    create("base.img", Optional.empty());
    put(HeaderReader.SIZE_OF_VERSION_3, 4, 0); // ends the extensions, before the format

    assertRefused("does not say the format of its backing file");
  }

  @ParameterizedTest
  @CsvSource({
    "missing.img, raw, no such file",
    "nbd://localhost, raw, only files of this host",
    "json:{}, raw, only files of this host",
    "disk.qcow2, qcow2, is based on itself",
    "., raw, is a directory",
    "base.vmdk, vmdk, supported are raw and qcow2"
  })
  void aBackingFileThatCannotBeIsRefused(String name, String format, String message)
      throws IOException {
    create(name, Optional.of(format));

    assertRefused(message);
  }

  @Test
  void anEndlessChainOfBackingFilesIsRefused() throws IOException {
    Path other = directory.resolve("other.qcow2");
    create("other.qcow2", Optional.of("qcow2"));
    BackingReference back = new BackingReference("disk.qcow2", Optional.of("qcow2"));
    Qcow2Creator.create(other, CLUSTER_BITS, SIZE, Optional.of(back));

    assertRefused("is based on itself");
  }

  @Test
  void aChainHasALongestLength() throws IOException {
    for (int i = 0; i <= BackingChain.MAX_LENGTH; i++) {
      BackingReference next = new BackingReference("layer" + (i + 1), Optional.of("qcow2"));
      Qcow2Creator.create(directory.resolve("layer" + i), CLUSTER_BITS, SIZE, Optional.of(next));
    }
    create("layer0", Optional.of("qcow2"));

    assertRefused("more than 63 backing files");
  }

  @Test
  void aRefusedImageDoesNotStayLocked() throws IOException {
    long old = get(32);
    put(32, 4, 1);
    assertRefused("is encrypted");
    put(32, 8, old);

    Qcow2Image.open(file, false).close();
  }

  /** Whatever a file says: it is refused, or requests fail, or they work; nothing else happens. */
  @Test
  void noMutationOfTheTablesDoesHarm() throws IOException {
    byte[] good = Files.readAllBytes(file);
    int worked = 0;
    for (int seed = 0; seed < FUZZED_IMAGES; seed++) {
      Files.write(file, mutated(good, new Random(seed)));
      worked += use(seed) ? 1 : 0;
      assertThat(Files.size(file)).isLessThan(16 * SIZE);
    }
    assertThat(worked).isBetween(FUZZED_IMAGES / 20, FUZZED_IMAGES - FUZZED_IMAGES / 20);
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int mutations = 1 + random.nextInt(3);
    for (int i = 0; i < mutations; i++) {
      int cluster = random.nextInt(5); // header, refcount table and block, L1 and first L2 table
      int at = cluster * CLUSTER + random.nextInt(cluster == 0 ? 112 : 64);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : 1 << random.nextInt(8));
    }
    return bytes;
  }

  private boolean use(int seed) {
    try (DiskImage image = Qcow2Image.open(file, false)) {
      long sectors = Math.min(image.size(), SIZE) / DiskImage.SECTOR;
      byte[] contents = new byte[(int) sectors * DiskImage.SECTOR];
      image.read(MemorySegment.ofArray(contents), 0);
      for (int i = 0; i < 20; i++) {
        write(image, new Random(seed + i), (int) sectors);
      }
      if (seed % 4 == 0) {
        image.grow(image.size() + SIZE);
      }
      return true;
    } catch (ConfigurationException | HostException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return false;
    }
  }

  private static void write(DiskImage image, Random random, int sectors) {
    int sector = random.nextInt(sectors);
    MemorySegment bytes = MemorySegment.ofArray(new byte[DiskImage.SECTOR]).fill((byte) 3);
    image.write(bytes, (long) sector * DiskImage.SECTOR);
    image.discard(0, (long) sectors * DiskImage.SECTOR / 2);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Qcow2Image.open(file, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(directory.toString(), message);
  }

  private void create(String backing, Optional<String> format) throws IOException {
    BackingReference reference = new BackingReference(backing, format);
    Qcow2Creator.create(file, CLUSTER_BITS, SIZE, Optional.of(reference));
  }

  private static byte firstByte(DiskImage image) {
    byte[] sector = new byte[512];
    image.read(MemorySegment.ofArray(sector), 0);
    return sector[0];
  }

  private long l2Offset() throws IOException {
    return get(L1_OFFSET) & L2Entry.OFFSET;
  }

  private long get(long offset) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(offset);
      return open.readLong();
    }
  }

  private void put(long offset, int width, long value) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(offset);
      if (width == 8) {
        open.writeLong(value);
      } else {
        open.writeInt((int) value);
      }
    }
  }
}
