package io.jvmm.virtio.block;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.linux.uring.Ring;
import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.DiskDriver;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.DiskSpec.Engine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What holds for a disk whatever carries its requests out: a raw image, with the host's cache and
 * without, many requests at a time. Those of io_uring are left out where the kernel does not give
 * it.
 */
@Timeout(60)
@ParameterizedClass(name = "{0}, {1} cache, {2} rings")
@CsvSource({
  "IO_URING, HOST, SPLIT",
  "IO_URING, HOST, PACKED",
  "IO_URING, NONE, SPLIT",
  "THREADS, HOST, SPLIT",
  "THREADS, HOST, PACKED",
  "THREADS, NONE, SPLIT"
})
class DiskEngineTest {
  /** Whether the host caches the image. */
  enum Cache {
    HOST,
    NONE
  }

  private static final int REQUESTS = DiskDriver.REQUESTS;
  private static final int BYTES = DiskDriver.DATA;
  private static final int SECTORS_EACH = BYTES / DiskImage.SECTOR;
  private static final int SIZE = REQUESTS * BYTES;
  private static final int OK = 0;
  private static final int IOERR = 1;
  private static final int T_FLUSH = 4;
  private static final int T_GET_ID = 8;
  private static final int T_WRITE_ZEROES = 13;
  private static final int QUIET_MS = 30;

  @Parameter(0)
  private Engine engine = Engine.AUTO;

  @Parameter(1)
  private Cache cache = Cache.HOST;

  @Parameter(2)
  private RingFormat format = RingFormat.SPLIT;

  @TempDir(factory = TargetDirectory.class)
  private Path directory;

  private final Random random = new Random(7);
  private final byte[] contents = new byte[SIZE];
  private final DriverMemory memory = new DriverMemory();
  private Optional<VirtioMmioTransport> transport = Optional.empty();
  private Path file = Path.of("");

  @BeforeEach
  void makeImage() throws IOException {
    assumeThat(engine == Engine.THREADS ? Optional.empty() : Ring.obstacle(REQUESTS))
        .as("what keeps io_uring from this process")
        .isEmpty();
    random.nextBytes(contents);
    file = Files.write(directory.resolve("disk.img"), contents);
  }

  @AfterEach
  void close() {
    transport.ifPresent(VirtioMmioTransport::close);
  }

  @Test
  void manyWritesAtATimeAreEachDoneOnceAndKeptApart() throws Exception {
    DiskDriver driver = start(settings());
    for (int i = 0; i < REQUESTS; i++) {
      byte[] data = new byte[BYTES];
      random.nextBytes(data);
      System.arraycopy(data, 0, contents, i * BYTES, BYTES);
      memory.put(DiskDriver.data(i), data);
      driver.write(i, (long) i * SECTORS_EACH, BYTES);
    }

    serve(driver, REQUESTS);

    assertThat(driver.used()).doesNotHaveDuplicates().allMatch(used -> used.length() == 1);
    assertAllAnswered(driver, OK);
    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
  }

  @Test
  void manyReadsAtATimeGetTheirData() throws Exception {
    DiskDriver driver = start(settings());
    for (int i = 0; i < REQUESTS; i++) {
      driver.read(i, (long) (REQUESTS - 1 - i) * SECTORS_EACH, BYTES);
    }

    serve(driver, REQUESTS);

    assertThat(driver.used()).doesNotHaveDuplicates().allMatch(used -> used.length() == BYTES + 1);
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(memory.bytes(DiskDriver.data(i), BYTES)).isEqualTo(block(REQUESTS - 1 - i));
    }
  }

  @Test
  void oneRequestAfterTheOtherIsServed() throws Exception {
    DiskDriver driver = start(settings());
    for (int i = 0; i < REQUESTS; i++) {
      driver.read(0, (long) i * SECTORS_EACH, BYTES);
      serve(driver, i + 1);
      assertThat(memory.bytes(DiskDriver.data(0), BYTES)).isEqualTo(block(i));
    }
  }

  @Test
  void dataInManyPiecesAreReadAndWrittenInOrder() throws Exception {
    DiskDriver driver = start(settings());
    byte[] data = Arrays.copyOf(contents, BYTES);
    long at = DiskDriver.data(0);
    memory.put(DiskDriver.data(8), data);
    driver.add(
        0, 1, 4, readable(DiskDriver.data(8), 100), readable(DiskDriver.data(8) + 100, 1948));
    serve(driver, 1);
    driver.add(1, 0, 4, writable(at, 1000), writable(at + 2000, 48), writable(at + 1000, 1000));
    serve(driver, 2);

    assertThat(memory.bytes(at, 1000)).isEqualTo(Arrays.copyOf(data, 1000));
    assertThat(memory.bytes(at + 2000, 48)).isEqualTo(Arrays.copyOfRange(data, 1000, 1048));
    assertThat(memory.bytes(at + 1000, 1000)).isEqualTo(Arrays.copyOfRange(data, 1048, BYTES));
  }

  @Test
  void wholeBlocksAndPartsOfThemAreWrittenSideBySide() throws Exception {
    DiskDriver driver = start(settings());
    for (int i = 0; i < 64; i++) {
      boolean whole = i % 2 == 0; // two requests' data are one block
      int bytes = whole ? 2 * BYTES : BYTES;
      byte[] data = new byte[bytes];
      random.nextBytes(data);
      memory.put(DiskDriver.data(2 * i), data);
      System.arraycopy(data, 0, contents, 2 * i * BYTES, bytes);
      driver.write(2 * i, 2L * i * SECTORS_EACH, bytes);
    }

    serve(driver, 64);

    assertThat(Files.readAllBytes(file)).isEqualTo(contents);
  }

  @Test
  void requestsThatOnlyThreadsServeGoAlongWithOthers() throws Exception {
    DiskDriver driver = start(settings().withSerial("serial"));
    for (int i = 0; i < 100; i++) {
      driver.read(i, 0, BYTES);
    }
    memory.put(DiskDriver.data(200), new byte[16]);
    memory.put32(DiskDriver.data(200) + 8, 4);
    driver.add(100, T_WRITE_ZEROES, 0, readable(DiskDriver.data(200), 16));
    driver.add(101, T_GET_ID, 0, writable(DiskDriver.data(201), 20));
    driver.add(102, 99, 0);

    serve(driver, 103);

    assertThat(driver.status(100)).isEqualTo(OK);
    assertThat(Arrays.copyOf(Files.readAllBytes(file), BYTES)).containsOnly(0);
    assertThat(memory.text(DiskDriver.data(201), 6)).isEqualTo("serial");
    assertThat(driver.status(102)).isEqualTo(2);
  }

  @Test
  void flushesAmongWritesEnd() throws Exception {
    DiskDriver driver = start(settings());
    for (int i = 0; i < REQUESTS; i += 2) {
      driver.write(i, (long) i * SECTORS_EACH, BYTES);
      driver.add(i + 1, T_FLUSH, 0);
    }

    serve(driver, REQUESTS);

    assertAllAnswered(driver, OK);
  }

  @Test
  void withoutTheFeatureFlushWritesGoThrough() throws Exception {
    DiskDriver driver = start(settings(), features() & ~BlockDevice.F_FLUSH);
    for (int i = 0; i < REQUESTS; i++) {
      memory.put(DiskDriver.data(i), block(REQUESTS - 1 - i));
      driver.write(i, (long) i * SECTORS_EACH, BYTES);
    }

    serve(driver, REQUESTS);

    assertAllAnswered(driver, OK);
    assertThat(Arrays.copyOf(Files.readAllBytes(file), BYTES)).isEqualTo(block(REQUESTS - 1));
  }

  @Test
  void whatTheFileHasNoLongerIsAnErrorOfThoseRequestsOnly() throws Exception {
    try (LogCapture log = LogCapture.start()) {
      DiskDriver driver = start(settings());
      truncate(SIZE / 2);
      for (int i = 0; i < REQUESTS; i++) {
        driver.read(i, (long) i * SECTORS_EACH, BYTES);
      }

      serve(driver, REQUESTS);

      for (int i = 0; i < REQUESTS; i++) {
        assertThat(driver.status(i)).isEqualTo(i < REQUESTS / 2 ? OK : IOERR);
      }
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.startsWith("disk: cannot read")
                      && line.contains("of disk image " + file + ": the file has become shorter"));
    }
  }

  @Test
  void whatLiesPastTheEndOfTheDiskIsAnError() throws Exception {
    DiskDriver driver = start(settings());
    driver.read(0, SIZE / DiskImage.SECTOR, BYTES);
    driver.write(1, -1, BYTES);
    driver.read(2, 0, BYTES - 1);
    driver.read(3, 0, BYTES);

    serve(driver, 4);

    assertThat(driver.status(0)).isEqualTo(IOERR);
    assertThat(driver.status(1)).isEqualTo(IOERR);
    assertThat(driver.status(2)).isEqualTo(IOERR);
    assertThat(driver.status(3)).isEqualTo(OK);
  }

  @Test
  void whatADiskHasGrownByIsReadAndWritten() throws Exception {
    BlockDevice disk = disk(settings());
    DiskDriver driver = start(disk, features());
    long end = SIZE / DiskImage.SECTOR;
    driver.read(0, end, BYTES);
    serve(driver, 1);

    disk.resize(2 * SIZE);
    memory.put(DiskDriver.data(1), block(0));
    driver.write(1, 2 * end - SECTORS_EACH, BYTES);
    driver.read(2, end, BYTES);
    serve(driver, 3);

    assertThat(driver.status(0)).isEqualTo(IOERR);
    assertThat(driver.status(1)).isEqualTo(OK);
    assertThat(driver.status(2)).isEqualTo(OK);
    assertThat(memory.bytes(DiskDriver.data(2), BYTES)).containsOnly(0);
    assertThat(Files.readAllBytes(file)).hasSize(2 * SIZE).startsWith(contents).endsWith(block(0));
  }

  @Test
  void afterAResetNothingIsWrittenToMemory() throws Exception {
    VirtioMmioTransport device = open(disk(settings()));
    for (int round = 0; round < 20; round++) {
      MmioDriver registers = new MmioDriver(device);
      DiskDriver driver = new DiskDriver(memory, registers, format);
      driver.start(features());
      for (int i = 0; i < REQUESTS; i++) {
        driver.read(i, (long) i * SECTORS_EACH, BYTES);
      }
      driver.kick();
      spin(random.nextInt(100_000));

      registers.reset();

      byte[] atOnce = allMemory();
      Thread.sleep(QUIET_MS);
      assertThat(allMemory()).isEqualTo(atOnce);
    }
  }

  @Test
  void afterAResetOfItsQueueNothingIsWrittenToMemoryAndAnotherQueueIsServed() throws Exception {
    VirtioMmioTransport device = open(disk(settings()));
    MmioDriver registers = new MmioDriver(device);
    new DiskDriver(memory, registers, format).start(features());
    for (int round = 0; round < 20; round++) {
      registers.write(VirtioMmioRegister.QUEUE_SEL, 0);
      registers.write(VirtioMmioRegister.QUEUE_RESET, 1);
      byte[] atOnce = allMemory();
      Thread.sleep(QUIET_MS);
      assertThat(allMemory()).isEqualTo(atOnce);
      DiskDriver driver = new DiskDriver(memory, registers, format);
      registers.enable(driver.layout());
      driver.read(0, 0, BYTES);
      serve(driver, 1);
      for (int i = 1; i < REQUESTS; i++) {
        driver.read(i, (long) i * SECTORS_EACH, BYTES);
      }
      driver.kick();
      spin(random.nextInt(100_000));
    }
  }

  @Test
  void whatWasTakenBeforeAMalformedRequestEndsFirst() throws Exception {
    try (LogCapture log = LogCapture.start()) {
      DiskDriver driver = start(settings());
      for (int i = 0; i < 100; i++) {
        driver.read(i, (long) i * SECTORS_EACH, BYTES);
      }
      driver.addMalformed();
      driver.read(101, 0, BYTES);
      driver.kick();

      MmioDriver registers = new MmioDriver(transport.orElseThrow());
      while (registers.status() == MmioDriver.RUNNING) {
        Thread.sleep(1);
      }

      assertThat(driver.used()).extracting(DriverQueue.Used::length).containsOnly(BYTES + 1);
      assertThat(driver.used()).hasSize(100);
      assertThat(driver.status(101)).isEqualTo(DiskDriver.NOT_ANSWERED);
      assertThat(log.lines()).hasSize(1).first().asString().contains("no header of 16 bytes");
    }
  }

  @Test
  void limitsHoldBackWhatIsTooMuch() throws Exception {
    DiskLimitSpec ten = new DiskLimitSpec(Optional.empty(), Optional.of(20));
    DiskDriver driver = start(settings().withLimit(ten));
    long start = System.nanoTime();
    for (int i = 0; i < 12; i++) {
      driver.read(i, (long) i * SECTORS_EACH, BYTES);
    }

    serve(driver, 12);

    assertThat(System.nanoTime() - start) // 3 at once, 9 at 50 ms each
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(440));
  }

  private DiskSettings settings() {
    return DiskSettings.plain().withEngine(engine);
  }

  private long features() {
    return DeviceLifecycle.VERSION_1
        | DeviceLifecycle.RING_RESET
        | BlockDevice.F_FLUSH
        | format.features();
  }

  private DiskDriver start(DiskSettings settings) {
    return start(settings, features());
  }

  private DiskDriver start(DiskSettings settings, long features) {
    return start(disk(settings), features);
  }

  private DiskDriver start(BlockDevice disk, long features) {
    DiskDriver driver = new DiskDriver(memory, new MmioDriver(open(disk)), format);
    driver.start(features);
    return driver;
  }

  private BlockDevice disk(DiskSettings settings) {
    DiskImage image =
        cache == Cache.HOST ? RawImage.open(file, false) : DirectImage.open(file, false);
    return new BlockDevice("disk", image, settings);
  }

  private VirtioMmioTransport open(BlockDevice disk) {
    VirtioMmioTransport opened = new VirtioMmioTransport(disk, memory, new AwaitableIrq());
    transport = Optional.of(opened);
    return opened;
  }

  private static void serve(DiskDriver driver, int count) throws InterruptedException {
    driver.kick();
    driver.await(count);
    assertThat(driver.used()).hasSize(count);
  }

  private static void assertAllAnswered(DiskDriver driver, int status) {
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(driver.status(i)).as("status of request %d", i).isEqualTo(status);
    }
  }

  private byte[] block(int index) {
    return Arrays.copyOfRange(contents, index * BYTES, (index + 1) * BYTES);
  }

  private byte[] allMemory() {
    return memory.bytes(DriverMemory.BASE, (int) DriverMemory.SIZE);
  }

  private void truncate(long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }
}
