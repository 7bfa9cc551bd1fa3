package io.jvmm.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.linux.EventCounter;
import io.jvmm.linux.uring.Ring;
import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.vmm.Bell;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.DiskSpec.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a disk gets. */
class DiskEnginesTest {
  @TempDir private Path directory;
  private final DeviceWorker worker = new DeviceWorker("disk-io");
  private DiskImage image = new MemoryImage(8, false);

  @BeforeEach
  void openImage() throws IOException {
    Path file = Files.write(directory.resolve("disk.img"), new byte[4096]);
    image = RawImage.open(file, false);
  }

  @AfterEach
  void closeImage() {
    image.close();
  }

  @Test
  void aRawImageIsServedThroughARingWhereThereAreRings() {
    needRings();

    assertThat(engineOf(image, Engine.AUTO)).isInstanceOf(UringEngine.class);
  }

  @Test
  void threadsServeItWhereTheyAreWanted() {
    assertThat(engineOf(image, Engine.THREADS)).isInstanceOf(ThreadEngine.class);
  }

  @Test
  void threadsServeAnImageWithAFormat() {
    assertThat(engineOf(new MemoryImage(8, false), Engine.AUTO)).isInstanceOf(ThreadEngine.class);
  }

  @Test
  void anImageWithAFormatIsNotServedByIoUring() {
    assertThatThrownBy(() -> engineOf(new MemoryImage(8, false), Engine.IO_URING))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "disk image disk.img cannot be served by io_uring: it is not raw;"
                + " or leave out \"engine\"");
  }

  @Test
  void aWorkerWhoseBellTheKernelCannotRingGetsAnother() {
    needRings();

    assertThat(worker.bell().descriptor()).isEmpty();
    assertThat(engineOf(image, Engine.IO_URING)).isInstanceOf(UringEngine.class);

    assertThat(worker.bell()).isInstanceOf(EventCounter.class);
  }

  @Test
  void whereARingCannotBeHadAnyMoreThreadsServeAndTheLogSaysSo() {
    needRings();
    worker.waitAt(new BrokenBell());
    try (LogCapture log = LogCapture.start()) {
      assertThat(engineOf(image, Engine.AUTO)).isInstanceOf(ThreadEngine.class);

      assertThat(log.lines())
          .hasSize(1)
          .first()
          .asString()
          .startsWith("disk: its requests are carried out by threads: io_uring_register(");
    }
  }

  @Test
  void aReplacedImageIsNotMistakenForTheLockedOne() throws IOException {
    needRings();
    Path file = image.files().getFirst();
    Files.move(file, file.resolveSibling("old.img"));
    Files.write(file, new byte[4096]);

    try (LogCapture log = LogCapture.start()) {
      assertThat(engineOf(image, Engine.AUTO)).isInstanceOf(ThreadEngine.class);
      assertThat(log.lines()).allMatch(line -> line.contains("another file has taken its place"));
    }
  }

  private static void needRings() {
    assumeThat(Ring.obstacle(Disk.QUEUE_SIZE))
        .as("what keeps io_uring from this process")
        .isEmpty();
  }

  private DiskEngine engineOf(DiskImage contents, Engine engine) {
    Disk disk = new Disk(contents, DiskSettings.plain().withEngine(engine));
    ProblemLog problems = new ProblemLog("disk");
    try (DiskEngines engines = new DiskEngines("disk", disk, problems);
        DiskEngine opened = engines.open(worker, new BlockCommands(disk, () -> false, problems))) {
      return opened;
    }
  }

  /** A bell that says that its descriptor is one that nobody has. */
  private static final class BrokenBell implements Bell {
    @Override
    public void ring() {
      throw new AssertionError("nobody rings");
    }

    @Override
    public void await() {
      throw new AssertionError("nobody waits");
    }

    @Override
    public OptionalInt descriptor() {
      return OptionalInt.of(Integer.MAX_VALUE);
    }
  }
}
