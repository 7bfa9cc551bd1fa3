package io.jvmm.virtio.block;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.FakePacer;
import io.jvmm.virtio.rate.RateLimiter;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.spec.DiskLimitSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtio 1.3, 5.2.6: requests and what they are answered, without a thread. */
@ParameterizedClass
@EnumSource(RingFormat.class)
class BlockRequestsTest {
  private static final int SECTORS = 64;
  private static final int T_IN = 0;
  private static final int T_OUT = 1;
  private static final int T_FLUSH = 4;
  private static final int T_GET_ID = 8;
  private static final int T_DISCARD = 11;
  private static final int T_WRITE_ZEROES = 13;
  private static final int UNMAP = 1;
  private static final int OK = 0;
  private static final int IOERR = 1;
  private static final int UNSUPP = 2;
  private static final int NOT_ANSWERED = 0xee;

  private static final long HEADER = DriverMemory.BASE + 0x8000;
  private static final long STATUS = HEADER + 0x100;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private final DriverMemory memory = new DriverMemory();
  private final MemoryImage image = new MemoryImage(SECTORS, false);
  private final FakePacer pacer = new FakePacer();
  private final BlockCounters counters = new BlockCounters();
  private final RingFormat format;
  private final QueueDriver driver;
  private final BlockRequests ordinary;

  BlockRequestsTest(RingFormat format) {
    this.format = format;
    this.driver = format.driver(memory, DriverMemory.BASE, 16);
    this.ordinary = requests(driver, new Disk(image, DiskSettings.plain()), false);
  }

  @Test
  void aReadFillsGuestMemory() {
    Arrays.fill(image.bytes(), 512, 1536, (byte) 'x');

    assertThat(request(T_IN, 1, writable(DATA, 512), writable(DATA + 0x1000, 512))).isEqualTo(OK);

    assertThat(memory.text(DATA, 512)).isEqualTo("x".repeat(512));
    assertThat(memory.text(DATA + 0x1000, 512)).isEqualTo("x".repeat(512));
    assertThat(driver.takeUsed()).containsExactly(new DriverQueue.Used(0, 1025));
  }

  @Test
  void aWriteReachesTheImage() {
    memory.put(DATA, "y".repeat(1024));

    assertThat(request(T_OUT, SECTORS - 2, readable(DATA, 100), readable(DATA + 100, 924)))
        .isEqualTo(OK);

    assertThat(image.bytes()).endsWith("y".repeat(1024).getBytes(US_ASCII));
    assertThat(image.flushes()).isZero();
    assertThat(driver.takeUsed()).containsExactly(new DriverQueue.Used(0, 1));
  }

  @Test
  void requestsAndTheirBytesAreCounted() {
    request(T_IN, 0, writable(DATA, 512), writable(DATA + 0x1000, 512));
    request(T_OUT, 0, readable(DATA, 512));
    request(T_FLUSH, 0);
    request(T_IN, SECTORS, writable(DATA, 512)); // behind the end

    assertThat(counters.statistics()).isEqualTo(new BlockStatistics(2, 1024, 1, 512, 1, 1));
  }

  @Test
  void theHeaderMayBeCutAnywhereAndTheStatusMayEndTheData() {
    writeHeader(T_IN, 0);
    driver.add(
        readable(HEADER, 3),
        readable(HEADER + 3, 13),
        writable(DATA, 500),
        writable(DATA + 500, 13));

    serve(new Disk(image, DiskSettings.plain()), false);

    assertThat(memory.bytes(DATA + 512, 1)).containsExactly(OK);
  }

  @Test
  void aFlushReachesTheImage() {
    assertThat(request(T_FLUSH, 0)).isEqualTo(OK);
    assertThat(image.flushes()).isEqualTo(1);
  }

  @Test
  void aDriverThatCannotFlushGetsDurableWrites() {
    writeHeader(T_OUT, 0);
    driver.add(readable(HEADER, 16), readable(DATA, 512), writable(STATUS, 1));

    serve(new Disk(image, DiskSettings.plain()), true);

    assertThat(image.flushes()).isEqualTo(1);
  }

  @Test
  void theSerialNumberIsPaddedWithZeroes() {
    writeHeader(T_GET_ID, 0);
    memory.put(DATA, "#".repeat(24));
    driver.add(readable(HEADER, 16), writable(DATA, 24), writable(STATUS, 1));

    serve(new Disk(image, DiskSettings.plain().withSerial("disk-1")), false);

    assertThat(memory.text(DATA, 24)).isEqualTo("disk-1" + "\0".repeat(14) + "####");
    assertThat(driver.takeUsed()).containsExactly(new DriverQueue.Used(0, 20));
  }

  @Test
  void aShortBufferGetsTheStartOfTheSerialNumber() {
    writeHeader(T_GET_ID, 0);
    driver.add(readable(HEADER, 16), writable(DATA, 4), writable(STATUS, 1));

    serve(new Disk(image, DiskSettings.plain().withSerial("disk-1")), false);

    assertThat(memory.text(DATA, 4)).isEqualTo("disk");
  }

  @Test
  void anUnknownRequestIsUnsupported() {
    assertThat(request(14, 0, readable(DATA, 16))).isEqualTo(UNSUPP);
    assertThat(request(-1, 0)).isEqualTo(UNSUPP);
  }

  @Test
  void zeroesAreWrittenAndOnlyWhereTheyAreWanted() {
    Arrays.fill(image.bytes(), (byte) 'x');
    range(0, 1, 2, UNMAP);
    range(1, 5, 1, 0);

    assertThat(request(T_WRITE_ZEROES, 0, readable(DATA, 32))).isEqualTo(OK);

    assertThat(sectorsWithZeroes()).containsExactly(1, 2, 5);
  }

  @Test
  void aDiscardReachesTheImage() {
    Arrays.fill(image.bytes(), (byte) 'x');
    range(0, 3, 2, 0);

    assertThat(request(T_DISCARD, 0, readable(DATA, 16))).isEqualTo(OK);

    assertThat(sectorsWithZeroes()).containsExactly(3, 4);
  }

  /** Virtio 1.3, 5.2.6.2: reserved flags, and unmap for a discard, which always does. */
  @Test
  void flagsThatARequestDoesNotHaveAreUnsupported() {
    range(0, 0, 1, UNMAP);
    assertThat(request(T_DISCARD, 0, readable(DATA, 16))).isEqualTo(UNSUPP);
    range(0, 0, 1, 2);
    assertThat(request(T_WRITE_ZEROES, 0, readable(DATA, 16))).isEqualTo(UNSUPP);
  }

  @Test
  void aRangeRequestIsDoneWholeOrNotAtAll() {
    Arrays.fill(image.bytes(), (byte) 'x');
    range(0, 0, 1, 0);
    range(1, SECTORS - 1, 2, 0);

    assertThat(request(T_WRITE_ZEROES, 0, readable(DATA, 32))).isEqualTo(IOERR);

    assertThat(sectorsWithZeroes()).isEmpty();
  }

  @Test
  void rangesThatAreTooManyOrTooLargeOrCutOffAreErrors() {
    range(0, 0, 1 << 19, 0);
    assertThat(request(T_WRITE_ZEROES, 0, readable(DATA, 16))).isEqualTo(IOERR);
    range(0, -1, 1, 0);
    assertThat(request(T_WRITE_ZEROES, 0, readable(DATA, 16))).isEqualTo(IOERR);
    range(0, 0, 1, 0);
    assertThat(request(T_WRITE_ZEROES, 0, readable(DATA, 15))).isEqualTo(IOERR);
    assertThat(request(T_DISCARD, 0, readable(DATA, 5 * 16))).isEqualTo(IOERR);
  }

  private void range(int index, long sector, int sectors, int flags) {
    long at = DATA + 16L * index;
    memory.put64(at, sector);
    memory.put32(at + 8, sectors);
    memory.put32(at + 12, flags);
  }

  private List<Integer> sectorsWithZeroes() {
    return IntStream.range(0, SECTORS)
        .filter(sector -> image.bytes()[sector * 512] == 0)
        .boxed()
        .toList();
  }

  @Test
  void whatLiesPastTheEndIsAnError() {
    assertThat(request(T_IN, SECTORS, writable(DATA, 512))).isEqualTo(IOERR);
    assertThat(request(T_IN, SECTORS - 1, writable(DATA, 1024))).isEqualTo(IOERR);
    assertThat(request(T_OUT, SECTORS, readable(DATA, 512))).isEqualTo(IOERR);
  }

  @Test
  void sectorNumbersThatOverflowAreErrors() {
    assertThat(request(T_IN, -1, writable(DATA, 512))).isEqualTo(IOERR);
    assertThat(request(T_IN, 1L << 55, writable(DATA, 512))).isEqualTo(IOERR);
    assertThat(request(T_OUT, Long.MIN_VALUE, readable(DATA, 512))).isEqualTo(IOERR);
  }

  @Test
  void partsOfSectorsAreAnError() {
    assertThat(request(T_IN, 0, writable(DATA, 511))).isEqualTo(IOERR);
    assertThat(request(T_OUT, 0, readable(DATA, 513))).isEqualTo(IOERR);
  }

  @Test
  void aReadOnlyDiskRefusesWrites() {
    MemoryImage readOnly = new MemoryImage(SECTORS, true);
    writeHeader(T_OUT, 0);
    memory.put(DATA, "z".repeat(512));
    driver.add(readable(HEADER, 16), readable(DATA, 512), writable(STATUS, 1));

    serve(new Disk(readOnly, DiskSettings.plain()), false);

    assertThat(memory.bytes(STATUS, 1)).containsExactly(IOERR);
    assertThat(readOnly.bytes()).containsOnly(0);
  }

  @Test
  void aFailingImageIsAnErrorOfThisRequestOnly() {
    image.failFromNowOn();
    try (LogCapture log = LogCapture.start()) {
      assertThat(request(T_IN, 0, writable(DATA, 512))).isEqualTo(IOERR);
      assertThat(request(T_OUT, 0, readable(DATA, 512))).isEqualTo(IOERR);
      assertThat(request(T_FLUSH, 0)).isEqualTo(IOERR);
      assertThat(log.lines()).containsExactly("disk: cannot use disk.img: No space left on device");
    }
    assertThat(driver.takeUsed()).extracting(DriverQueue.Used::length).containsExactly(0, 1, 1);
  }

  @Test
  void aRequestWithoutWholeHeaderIsAGuestError() {
    driver.add(readable(HEADER, 15), writable(STATUS, 1));
    assertThatThrownBy(() -> serve(new Disk(image, DiskSettings.plain()), false))
        .isInstanceOf(GuestException.class);
  }

  @Test
  void aRequestWithoutStatusByteIsAGuestError() {
    driver.add(readable(HEADER, 16));
    assertThatThrownBy(() -> serve(new Disk(image, DiskSettings.plain()), false))
        .isInstanceOf(GuestException.class);
  }

  @Test
  void noRequestMakesTheDeviceFail() {
    int served = 0;
    for (long seed = 0; seed < 4000; seed++) {
      memory.put(DriverMemory.BASE, new byte[(int) QueueDriver.FOOTPRINT]);
      QueueDriver fuzzed = format.driver(memory, DriverMemory.BASE, 16);
      BlockRequests requests = requests(fuzzed, new Disk(image, DiskSettings.plain()), false);
      new RandomChains(seed, memory, fuzzed).write();
      served += serveAll(requests);
    }
    assertThat(served).isPositive();
  }

  private static int serveAll(BlockRequests requests) {
    int served = 0;
    try {
      while (requests.step()) {
        served++;
      }
    } catch (GuestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(served).isLessThanOrEqualTo(16);
    return served;
  }

  private int request(int type, long sector, DriverBuffer... data) {
    writeHeader(type, sector);
    memory.put(STATUS, (byte) NOT_ANSWERED);
    DriverBuffer[] buffers = new DriverBuffer[data.length + 2];
    buffers[0] = readable(HEADER, 16);
    System.arraycopy(data, 0, buffers, 1, data.length);
    buffers[data.length + 1] = writable(STATUS, 1);
    driver.add(buffers);
    step();
    return memory.bytes(STATUS, 1)[0];
  }

  private void writeHeader(int type, long sector) {
    memory.put32(HEADER, type);
    memory.put32(HEADER + 4, 0);
    memory.put64(HEADER + 8, sector);
  }

  private void serve(Disk disk, boolean writeThrough) {
    assertThat(requests(driver, disk, writeThrough).step()).isTrue();
  }

  private void step() {
    assertThat(ordinary.step()).isTrue();
  }

  private BlockRequests requests(QueueDriver queue, Disk disk, boolean writeThrough) {
    Virtqueue device = format.device(memory, queue.layout(0), new CountingNotifier());
    BlockCommands commands = new BlockCommands(disk, () -> writeThrough, new ProblemLog("disk"));
    RateLimiter unlimited = new RateLimiter(DiskLimitSpec.unlimited(), pacer);
    DiskEngine engine =
        new ThreadEngine(commands, Runnable::run, 1, new DeviceWorker("disk").bell());
    return new BlockRequests(device, disk, engine, unlimited, counters, pacer);
  }
}
