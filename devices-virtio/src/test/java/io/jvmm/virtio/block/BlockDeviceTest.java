package io.jvmm.virtio.block;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.MemorySize;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk as a driver sees it, thread included. */
@Timeout(60)
@ParameterizedClass
@EnumSource(RingFormat.class)
class BlockDeviceTest {
  private static final long HEADER = DriverMemory.BASE + 0x8000;
  private static final long STATUS = HEADER + 0x100;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  private static final int QUEUES = 2;

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final MemoryImage image = new MemoryImage(100, false);
  private final VirtioMmioTransport transport = transport(image);
  private final MmioDriver driver = new MmioDriver(transport);
  private final RingFormat format;
  private final QueueDriver queue;
  private final long features;

  BlockDeviceTest(RingFormat format) {
    this.format = format;
    this.queue = format.driver(memory, DriverMemory.BASE, 64);
    this.features = DeviceLifecycle.VERSION_1 | BlockDevice.F_FLUSH | format.features();
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void theConfigurationTellsCapacityAndLimits() {
    assertThat(transport.read(new Access(0x100, 8))).isEqualTo(100);
    assertThat(transport.read(new Access(0x10c, 4))).isEqualTo(254);
    assertThat(transport.read(new Access(0x114, 4))).isEqualTo(512);
    assertThat(transport.read(new Access(0x118, 1))).isEqualTo(3);
    assertThat(transport.read(new Access(0x122, 2))).isEqualTo(QUEUES);
    assertThat(transport.read(new Access(0x124, 4))).isEqualTo(1 << 18);
  }

  /** Virtio 1.3, 5.2.4: the capacity is in sectors, the topology in blocks. */
  @Test
  void theConfigurationTellsTheSizeOfBlocks() {
    VirtioMmioTransport large =
        transport(new MemoryImage(104, false), DiskSettings.plain().withBlockSize(4096));

    assertThat(large.read(new Access(0x100, 8))).isEqualTo(104);
    assertThat(large.read(new Access(0x114, 4))).isEqualTo(4096);
    assertThat(large.read(new Access(0x118, 1))).isZero();
    assertThat(large.read(new Access(0x11a, 2))).isEqualTo(1);
    assertThat(large.read(new Access(0x11c, 4))).isEqualTo(1);
    assertThat(large.read(new Access(0x12c, 4))).isEqualTo(8);
  }

  @Test
  void anImageWithPartOfABlockIsRefused() {
    DiskSettings large = DiskSettings.plain().withBlockSize(4096);
    assertThatThrownBy(() -> new BlockDevice("disk", image, large))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "disk image disk.img has 51200 bytes, no multiple of its \"blockSize\":"
                + " make it longer, or write 512");
  }

  @Test
  void blocksOfAnotherSizeAreRefused() {
    assertThatThrownBy(() -> DiskSettings.plain().withBlockSize(1024))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("512 or 4096");
  }

  @Test
  void onlyAnImageThatCanDiscardOffersIt() {
    assertThat(driver.offeredFeatures() & BlockDevice.F_DISCARD).isNotZero();
    MmioDriver fixed = new MmioDriver(transport(new SlowImage()));
    assertThat(fixed.offeredFeatures() & BlockDevice.F_DISCARD).isZero();
    assertThat(fixed.offeredFeatures() & BlockDevice.F_WRITE_ZEROES).isNotZero();
  }

  @Test
  void aDiskWithoutQueuesIsRefused() {
    for (int queues : new int[] {0, 17}) {
      assertThatThrownBy(() -> DiskSettings.plain().withQueues(queues))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("1 to 16");
    }
  }

  @Test
  void onlyAReadOnlyDiskSaysSo() {
    assertThat(driver.offeredFeatures() & BlockDevice.F_RO).isZero();
    MmioDriver readOnly = new MmioDriver(transport(new MemoryImage(1, true)));
    assertThat(readOnly.offeredFeatures() & BlockDevice.F_RO).isNotZero();
    assertThat(readOnly.offeredFeatures() & BlockDevice.F_CONFIG_WCE).isZero();
  }

  @Test
  void aRequestIsServedAndInterrupts() throws InterruptedException {
    image.bytes()[512] = 'A';
    assertThat(driver.start(features, queue)).isEqualTo(MmioDriver.RUNNING);
    memory.put64(HEADER + 8, 1);
    queue.add(readable(HEADER, 16), writable(DATA, 512), writable(STATUS, 1));

    driver.notifyQueue(0);
    irq.await();

    assertThat(driver.takeInterrupts()).isEqualTo(1);
    assertThat(irq.isAsserted()).isFalse();
    assertThat(memory.text(DATA, 1)).isEqualTo("A");
    assertThat(queue.takeUsed()).containsExactly(new DriverQueue.Used(0, 513));
  }

  @Test
  void eachQueueIsServed() throws InterruptedException {
    QueueDriver second = format.driver(memory, DriverMemory.BASE + 0x4000, 64);
    driver.start(features | BlockDevice.F_MQ, queue, second);
    second.add(readable(HEADER, 16), writable(DATA, 512), writable(STATUS, 1));

    driver.notifyQueue(1);
    irq.await();

    assertThat(second.takeUsed()).containsExactly(new DriverQueue.Used(0, 513));
    assertThat(queue.takeUsed()).isEmpty();
  }

  @Test
  void aDriverThatDidNotTakeFlushGetsDurableWrites() throws InterruptedException {
    driver.start(features & ~BlockDevice.F_FLUSH, queue);
    memory.put32(HEADER, 1);
    queue.add(readable(HEADER, 16), readable(DATA, 512), writable(STATUS, 1));

    driver.notifyQueue(0);
    irq.await();

    assertThat(image.flushes()).isEqualTo(1);
  }

  /** Virtio 1.3, 5.2.6.2: a write is durable while {@code writeback} is 0. */
  @Test
  void aDriverThatTurnsTheCacheOffGetsDurableWrites() throws InterruptedException {
    Access writeback = new Access(VirtioMmioRegister.CONFIG.offset() + 0x20, 1);
    driver.start(features | BlockDevice.F_CONFIG_WCE, queue);
    transport.write(writeback, 0);
    memory.put32(HEADER, 1);
    queue.add(readable(HEADER, 16), readable(DATA, 512), writable(STATUS, 1));

    driver.notifyQueue(0);
    irq.await();

    assertThat(transport.read(writeback)).isZero();
    assertThat(image.flushes()).isEqualTo(1);
  }

  @Test
  void aMalformedRequestStopsTheDeviceWithoutTouchingTheImage() throws InterruptedException {
    try (LogCapture log = LogCapture.start()) {
      driver.start(features, queue);
      queue.add(readable(DriverMemory.END, 16), writable(STATUS, 1));

      driver.notifyQueue(0);
      irq.await();

      assertThat(driver.status()).isEqualTo(MmioDriver.RUNNING | MmioDriver.NEEDS_RESET);
      assertThat(driver.takeInterrupts()).isEqualTo(2);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void aResetWaitsForTheRequestUnderWay() throws InterruptedException {
    SlowImage slow = new SlowImage();
    VirtioMmioTransport slowTransport = transport(slow);
    MmioDriver slowDriver = new MmioDriver(slowTransport);
    slowDriver.start(features, queue);
    queue.add(readable(HEADER, 16), writable(DATA, 512), writable(STATUS, 1));
    slowDriver.notifyQueue(0);
    slow.reading.await();
    Thread reset = new Thread(slowDriver::reset);

    reset.start();
    slow.proceed.countDown();
    reset.join();

    assertThat(slow.done).isTrue();
    assertThat(slowDriver.status()).isZero();
    slowTransport.close();
  }

  @Test
  void aResetOfTheQueueWaitsForTheRequestUnderWay() throws InterruptedException {
    SlowImage slow = new SlowImage();
    try (VirtioMmioTransport slowTransport = transport(slow)) {
      MmioDriver slowDriver = new MmioDriver(slowTransport);
      slowDriver.start(features | DeviceLifecycle.RING_RESET, queue);
      queue.add(readable(HEADER, 16), writable(DATA, 512), writable(STATUS, 1));
      slowDriver.notifyQueue(0);
      slow.reading.await();
      Thread reset = new Thread(() -> slowDriver.write(VirtioMmioRegister.QUEUE_RESET, 1));

      reset.start();
      slow.proceed.countDown();
      reset.join();

      assertThat(slow.done).isTrue();
      assertThat(queue.takeUsed()).containsExactly(new DriverQueue.Used(0, 513));
      assertThat(slowDriver.status()).isEqualTo(MmioDriver.RUNNING);
    }
  }

  /** It would wait for minutes; the reset must not. */
  @Test
  void aDiskThatIsHeldBackIsResetAtOnce() throws InterruptedException {
    DiskLimitSpec kib = new DiskLimitSpec(Optional.of(MemorySize.parse("1KiB")), Optional.empty());
    DiskSettings limited = DiskSettings.plain().withLimit(kib);
    MemoryImage large = new MemoryImage(2000, false);
    try (VirtioMmioTransport heldBack = transport(large, limited)) {
      MmioDriver heldBackDriver = new MmioDriver(heldBack);
      heldBackDriver.start(features, queue);
      DriverBuffer[] longRead = new DriverBuffer[18];
      Arrays.fill(longRead, writable(DATA, 0x8000));
      longRead[0] = readable(HEADER, 16);
      longRead[17] = writable(STATUS, 1);
      queue.add(longRead);
      queue.add(readable(HEADER, 16), writable(DATA, 512), writable(STATUS, 1));
      heldBackDriver.notifyQueue(0);
      irq.await();

      heldBackDriver.reset();

      assertThat(heldBackDriver.status()).isZero();
      assertThat(queue.takeUsed()).containsExactly(new DriverQueue.Used(0, 16 * 0x8000 + 1));
    }
  }

  @Test
  void closingClosesTheImage() {
    transport.close();
    assertThat(image.closes()).isPositive();
  }

  @Test
  void aSerialNumberThatDoesNotFitIsRefused() {
    for (String serial : new String[] {"123456789012345678901", "Zürich"}) {
      assertThatThrownBy(() -> DiskSettings.plain().withSerial(serial))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(serial);
    }
  }

  private VirtioMmioTransport transport(DiskImage contents) {
    return transport(contents, DiskSettings.plain().withQueues(QUEUES));
  }

  private VirtioMmioTransport transport(DiskImage contents, DiskSettings settings) {
    return new VirtioMmioTransport(new BlockDevice("disk", contents, settings), memory, irq);
  }

  /** An image whose read takes until the test lets it go. */
  private static final class SlowImage implements DiskImage {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final AtomicBoolean done = new AtomicBoolean();

    @Override
    public List<Path> files() {
      return List.of();
    }

    @Override
    public long size() {
      return SECTOR;
    }

    @Override
    public void grow(long bytes) {
      throw new AssertionError("nobody makes it larger");
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public void read(MemorySegment target, long offset) {
      reading.countDown();
      try {
        proceed.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      target.fill((byte) 1);
      done.set(true);
    }

    @Override
    public void write(MemorySegment source, long offset) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public void flush() {
      throw new AssertionError("nothing is flushed");
    }

    @Override
    public void close() {
      // Nothing to close.
    }
  }
}
