package io.jvmm.virtio.block;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.rate.FakePacer;
import io.jvmm.virtio.rate.Pacer;
import io.jvmm.virtio.rate.RateLimiter;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.MemorySize;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A disk's limits, on a clock that the test moves. */
class BlockLimitsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int SECTORS = 64;
  private static final long HEADERS = DriverMemory.BASE + 0x8000;
  private static final long STATUS = HEADERS + 0x800;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private static final DiskLimitSpec TWENTY_OPERATIONS =
      new DiskLimitSpec(Optional.empty(), Optional.of(20));
  private static final DiskLimitSpec TEN_KIB =
      new DiskLimitSpec(Optional.of(MemorySize.parse("10KiB")), Optional.empty());

  private final DriverMemory memory = new DriverMemory();
  private final Disk disk = new Disk(new MemoryImage(SECTORS, false), DiskSettings.plain());
  private final BlockCommands commands =
      new BlockCommands(disk, () -> false, new ProblemLog("disk"));
  private final QueueDriver driver = queue(0);
  private final FakePacer pacer = new FakePacer();

  @Test
  void withoutLimitsNothingPauses() {
    BlockRequests requests = requests(driver, DiskLimitSpec.unlimited());
    add(10, BlockRequest.T_IN, writable(DATA, 512));

    serve(requests);

    assertThat(driver.takeUsed()).hasSize(10);
    assertThat(pacer.pauses()).isEmpty();
  }

  @Test
  void operationsPassAtTheirRateInShortPauses() {
    BlockRequests requests = requests(driver, TWENTY_OPERATIONS);
    long start = pacer.nanoTime();
    add(12, BlockRequest.T_IN, writable(DATA, 512));

    serve(requests);

    assertThat(driver.takeUsed()).hasSize(12);
    assertThat(pacer.nanoTime() - start).isEqualTo(9 * SECOND / 20); // 3 at once, 9 at 50 ms each
    assertThat(pacer.pauses()).allMatch(nanos -> nanos <= Pacer.MAX_PAUSE);
  }

  @Test
  void bytesReadAndWrittenPassAtTheirRate() {
    BlockRequests requests = requests(driver, TEN_KIB);
    long start = pacer.nanoTime();
    add(4, BlockRequest.T_IN, writable(DATA, 4096));
    add(4, BlockRequest.T_OUT, readable(DATA, 4096));
    add(1, BlockRequest.T_IN, writable(DATA, 512));

    serve(requests);

    assertThat(pacer.nanoTime() - start).isEqualTo(8 * 4096 * SECOND / 10240 - SECOND / 10);
  }

  @Test
  void zeroesCountAsIfTheyWereSent() {
    BlockRequests requests = requests(driver, TEN_KIB);
    long start = pacer.nanoTime();
    range(0, 40);
    add(1, BlockRequest.T_WRITE_ZEROES, readable(DATA, 16));
    add(1, BlockRequest.T_IN, writable(DATA + 0x1000, 512));

    serve(requests);

    assertThat(pacer.nanoTime() - start).isEqualTo(2 * SECOND - SECOND / 10);
  }

  @Test
  void zeroesThatAreRefusedCostNoBytes() {
    BlockRequests requests = requests(driver, TEN_KIB);
    range(0, -1);
    add(1, BlockRequest.T_WRITE_ZEROES, readable(DATA, 16));
    add(1, BlockRequest.T_IN, writable(DATA + 0x1000, 512));

    serve(requests);

    assertThat(driver.takeUsed()).hasSize(2);
    assertThat(pacer.pauses()).isEmpty();
  }

  @Test
  void aFlushIsNotHeldBack() {
    RateLimiter limiter = new RateLimiter(TEN_KIB, pacer);
    limiter.spend(1 << 20);
    BlockRequests requests = requests(driver, limiter);
    add(1, BlockRequest.T_FLUSH);

    serve(requests);

    assertThat(driver.takeUsed()).hasSize(1);
    assertThat(pacer.pauses()).isEmpty();
  }

  @Test
  void allQueuesShareOneBudget() {
    QueueDriver other = queue(1);
    RateLimiter limiter = new RateLimiter(TWENTY_OPERATIONS, pacer);
    BlockRequests first = requests(driver, limiter);
    BlockRequests second = requests(other, limiter);
    long start = pacer.nanoTime();
    add(6, BlockRequest.T_IN, writable(DATA, 512));
    add(other, 6, BlockRequest.T_IN, writable(DATA, 512));

    boolean more = true;
    while (more) {
      more = first.step();
      more |= second.step();
    }

    assertThat(other.takeUsed()).hasSize(6);
    assertThat(pacer.nanoTime() - start).isEqualTo(9 * SECOND / 20);
  }

  /** Virtio 1.3, 2.6.1: after a reset of its queue nothing of it is executed. */
  @Test
  void aRequestThatIsHeldBackIsDroppedWithItsQueue() {
    RateLimiter limiter = new RateLimiter(TEN_KIB, pacer);
    limiter.spend(1 << 20);
    BlockRequests requests = requests(driver, limiter);
    add(1, BlockRequest.T_IN, writable(DATA, 512));
    requests.step();
    QueueDriver replacement = queue(1);

    requests.replaceQueue(0, device(replacement));
    add(replacement, 1, BlockRequest.T_FLUSH);
    serve(requests);

    assertThat(driver.takeUsed()).isEmpty();
    assertThat(replacement.takeUsed()).hasSize(1);
  }

  private void add(int count, int type, DriverBuffer... data) {
    add(driver, count, type, data);
  }

  private void add(QueueDriver queue, int count, int type, DriverBuffer... data) {
    long header = HEADERS + 16L * type;
    memory.put32(header, type);
    DriverBuffer[] buffers = new DriverBuffer[data.length + 2];
    buffers[0] = readable(header, 16);
    System.arraycopy(data, 0, buffers, 1, data.length);
    buffers[data.length + 1] = writable(STATUS, 1);
    for (int i = 0; i < count; i++) {
      queue.add(buffers);
    }
  }

  private void range(long sector, int sectors) {
    memory.put64(DATA, sector);
    memory.put32(DATA + 8, sectors);
  }

  private static void serve(BlockRequests requests) {
    while (requests.step()) {
      // until there is nothing more to do
    }
  }

  private BlockRequests requests(QueueDriver queue, DiskLimitSpec limit) {
    return requests(queue, new RateLimiter(limit, pacer));
  }

  private BlockRequests requests(QueueDriver queue, RateLimiter limiter) {
    DiskEngine engine =
        new ThreadEngine(commands, Runnable::run, 1, new DeviceWorker("disk").bell());
    return new BlockRequests(device(queue), disk, engine, limiter, new BlockCounters(), pacer);
  }

  private QueueDriver queue(int index) {
    return RingFormat.SPLIT.driver(memory, DriverMemory.BASE + index * QueueDriver.FOOTPRINT, 64);
  }

  private Virtqueue device(QueueDriver queue) {
    return RingFormat.SPLIT.device(memory, queue.layout(0), new CountingNotifier());
  }
}
