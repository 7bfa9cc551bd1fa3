package io.jvmm.it.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.ChildProgram;
import io.jvmm.it.disk.JournaledWriter.Journal;
import io.jvmm.it.disk.JournaledWriter.Operation;
import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.qcow2.Qcow2Image;
import java.io.BufferedReader;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that dies at any moment leaves an image without corruption, in which everything is that
 * a flush had acknowledged: at worst clusters are counted that nothing uses.
 */
class Qcow2KillIT {
  private static final int SIZE = 16 << 20;
  private static final int KILLS =
      Integer.getInteger("kills", 126) / 6; // for each kind of image: more than 100 in all
  private static final long LONGEST_LIFE_NANOS = 250_000_000;

  @TempDir private Path directory;

  private final QemuImg qemuImg = QemuImg.find();
  private final Random random = new Random(7);
  private final long[] contents = new long[SIZE / DiskImage.SECTOR]; // what each sector is full of

  @ParameterizedTest
  @CsvSource({"512, false", "4k, false", "64k, false", "4k, true", "64k, true"})
  void aKilledWriterLeavesAnImageWithAllThatWasFlushed(String clusters, boolean snapshot)
      throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", "cluster_size=" + clusters, image, SIZE);

    long flushed = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      if (snapshot && kill % 5 == 0) {
        qemuImg.run("snapshot", "-c", "kill-" + kill, image);
      }
      Journal journal = runAndKill(image, kill);
      qemuImg.checkNotCorrupt(image);
      compare(image, kill, journal);
      flushed += journal.flushed();
    }

    assertThat(flushed).as("operations that a flush acknowledged").isPositive();
  }

  private Journal runAndKill(Path image, long seed) throws Exception {
    Path journal =
        Files.write(directory.resolve("journal"), new byte[JournaledWriter.JOURNAL_SIZE]);
    Process writer =
        ChildProgram.start(
            JournaledWriter.class, image.toString(), journal.toString(), Long.toString(seed));
    try (BufferedReader said = writer.inputReader(US_ASCII)) {
      assertThat(said.readLine()).isEqualTo("open");
      LockSupport.parkNanos(random.nextLong(LONGEST_LIFE_NANOS)); // any moment is as good
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return Journal.read(journal);
  }

  /** What was flushed is there; each sector written since has any of the values it had since. */
  private void compare(Path image, long seed, Journal journal) {
    for (long number = 1; number <= journal.flushed(); number++) {
      Operation operation = Operation.of(seed, number, SIZE);
      for (int i = 0; i < operation.sectors(); i++) {
        contents[operation.sector() + i] = operation.value();
      }
    }
    List<Set<Long>> allowed = new ArrayList<>();
    for (long value : contents) {
      allowed.add(new HashSet<>(Set.of(value)));
    }
    for (long number = journal.flushed() + 1; number <= journal.started(); number++) {
      Operation operation = Operation.of(seed, number, SIZE);
      for (int i = 0; i < operation.sectors(); i++) {
        allowed.get(operation.sector() + i).add(operation.value());
      }
    }
    compare(image, allowed);
  }

  private void compare(Path image, List<Set<Long>> allowed) {
    try (DiskImage opened = Qcow2Image.open(image, true)) {
      byte[] bytes = new byte[SIZE];
      opened.read(MemorySegment.ofArray(bytes), 0);
      for (int sector = 0; sector < contents.length; sector++) {
        contents[sector] = valueOf(bytes, sector);
        assertThat(allowed.get(sector)).as("sector " + sector).contains(contents[sector]);
      }
    }
  }

  private static long valueOf(byte[] bytes, int sector) {
    ByteBuffer contents = ByteBuffer.wrap(bytes, sector * DiskImage.SECTOR, DiskImage.SECTOR);
    long value = contents.getLong();
    while (contents.hasRemaining()) {
      assertThat(contents.getLong()).as("sector " + sector).isEqualTo(value);
    }
    return value;
  }
}
