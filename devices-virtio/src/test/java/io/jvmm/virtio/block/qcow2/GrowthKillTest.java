package io.jvmm.virtio.block.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.MemoryFile;
import io.jvmm.virtio.block.MemoryFile.Event;
import io.jvmm.virtio.block.MemoryFile.Flush;
import io.jvmm.virtio.block.MemoryFile.Write;
import io.jvmm.virtio.testkit.RandomDisk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wherever a machine or its host stops while an image becomes larger, the image is one of the
 * former size or of the new one, and at worst has clusters that are counted and not used. A process
 * that is killed leaves a first part of what it has written. A host that loses its power leaves
 * what was flushed, and any sectors of the rest.
 */
class GrowthKillTest {
  /** Images that differ in what it takes. */
  enum Kind {
    /** The L1 table moves. */
    SMALL_CLUSTERS(9, false),
    /** The L1 table stays where it is. */
    LARGE_CLUSTERS(12, false),
    /** The L1 table moves, and a longer backing file is to be hidden. */
    SMALL_OVERLAY(9, true),
    /** A longer backing file is to be hidden. */
    LARGE_OVERLAY(12, true);

    private final int clusterBits;
    private final boolean overlay;

    Kind(int clusterBits, boolean overlay) {
      this.clusterBits = clusterBits;
      this.overlay = overlay;
    }
  }

  private static final int SECTOR = DiskImage.SECTOR;
  private static final int SIZE = (300 << 10) + SECTOR;
  private static final int LARGER = (2500 << 10) + SECTOR;
  private static final int LARGEST = 4500 << 10;
  private static final int BASE_SIZE = 700 << 10;
  private static final int OPERATIONS = 15;
  private static final int POWER_CUTS = 10; // before each flush

  @TempDir private Path directory;

  private final Random random = new Random(11);
  private byte[] contents = new byte[SIZE];

  @ParameterizedTest
  @EnumSource
  void whereverItStopsTheDiskIsTheFormerOneOrTheNewOne(Kind kind) throws IOException {
    byte[] before = make(kind);

    List<Event> events = record(before, image -> image.grow(LARGER));

    byte[] expected = Arrays.copyOf(contents, LARGER);
    forEachStop(before, events, stopped -> checkContents(stopped, expected));
  }

  @ParameterizedTest
  @EnumSource
  void whereverItStopsTheTablesAreRightWhateverTheGuestHasNotFlushed(Kind kind) throws IOException {
    byte[] before = make(kind);

    List<Event> events = record(before, this::changeAndGrow);

    forEachStop(before, events, stopped -> checkTables(stopped));
  }

  private void changeAndGrow(DiskImage image) {
    new RandomDisk(contents, 5).change(image, OPERATIONS);
    image.grow(LARGER);
    contents = Arrays.copyOf(contents, LARGER);
    new RandomDisk(contents, 6).change(image, OPERATIONS);
  }

  private byte[] make(Kind kind) throws IOException {
    Path path = directory.resolve("disk.qcow2");
    Optional<BackingReference> backing = Optional.empty();
    if (kind.overlay) {
      byte[] base = new byte[BASE_SIZE];
      random.nextBytes(base);
      Files.write(directory.resolve("base.img"), base);
      contents = Arrays.copyOf(base, SIZE);
      backing = Optional.of(new BackingReference("base.img", Optional.of("raw")));
    }
    Qcow2Creator.create(path, kind.clusterBits, SIZE, backing);
    try (DiskImage image = Qcow2Image.open(path, false)) {
      new RandomDisk(contents, 4).change(image, OPERATIONS);
    }
    return Files.readAllBytes(path);
  }

  /** What happens to an image's file until it is closed. */
  private List<Event> record(byte[] before, Consumer<DiskImage> change) {
    MemoryFile file = new MemoryFile(before);
    try (DiskImage image = open(file)) {
      change.accept(image);
    }
    return file.events();
  }

  private void forEachStop(byte[] before, List<Event> events, Consumer<byte[]> check) {
    byte[] durable = before;
    byte[] written = before;
    List<Write> unflushed = new ArrayList<>();
    for (Event event : events) {
      switch (event) {
        case Write write -> {
          written = write.applyTo(written);
          unflushed.add(write);
          check.accept(written);
        }
        case Flush _ -> {
          for (int i = 0; i < POWER_CUTS && !unflushed.isEmpty(); i++) {
            check.accept(someOf(unflushed, durable));
          }
          durable = written;
          unflushed.clear();
        }
      }
    }
  }

  private byte[] someOf(List<Write> writes, byte... durable) {
    byte[] result = durable;
    for (Write write : writes) {
      int taken = random.nextInt(5); // quarters: none, some, or all of it
      long length = write.bytes().byteSize();
      for (long at = 0; at < length; ) {
        long end = Math.min(length, at + SECTOR - (write.offset() + at) % SECTOR);
        if (random.nextInt(4) < taken) {
          result = write.part(at, end).applyTo(result);
        }
        at = end;
      }
    }
    return result;
  }

  private void checkContents(byte[] stopped, byte... expected) {
    checkTables(stopped);
    MemoryFile file = new MemoryFile(stopped);
    try (DiskImage image = open(file)) {
      assertContents(image, expected);
      image.grow(LARGEST);
      assertContents(image, expected);
    }
    assertThat(Qcow2Check.of(file.contents()).errors()).isEmpty();
  }

  private static void assertContents(DiskImage image, byte... expected) {
    byte[] read = new byte[(int) image.size()];
    image.read(MemorySegment.ofArray(read), 0);
    assertThat(Arrays.mismatch(read, Arrays.copyOf(expected, read.length))).isEqualTo(-1);
  }

  private static void checkTables(byte... stopped) {
    Qcow2Check check = Qcow2Check.of(stopped);
    assertThat(check.errors()).isEmpty();
    assertThat(check.size()).isIn((long) SIZE, (long) LARGER);
    assertThat(ByteBuffer.wrap(stopped).getInt(0)).isEqualTo(Qcow2Header.MAGIC);
  }

  private DiskImage open(MemoryFile file) {
    Path path = directory.resolve("disk.qcow2");
    return Qcow2Image.open(file.open(path, false), BackingChain.of(path));
  }
}
