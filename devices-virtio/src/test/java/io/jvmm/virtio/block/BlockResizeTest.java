package io.jvmm.virtio.block;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.mmio.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that becomes larger, as its driver sees it (virtio 1.3, 5.2.6.2). */
@Timeout(60)
class BlockResizeTest {
  private static final long HEADER = DriverMemory.BASE + 0x8000;
  private static final long STATUS = HEADER + 0x100;
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final int SECTORS = 104;
  private static final int BUFFER_USED = 1; // causes of interrupts
  private static final int CONFIGURATION = 2;
  private static final long FEATURES = DeviceLifecycle.VERSION_1 | BlockDevice.F_FLUSH;

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final MemoryImage image = new MemoryImage(SECTORS, false);
  private final BlockDevice disk =
      new BlockDevice("disk", image, DiskSettings.plain().withBlockSize(4096));
  private final VirtioMmioTransport transport = new VirtioMmioTransport(disk, memory, irq);
  private final MmioDriver driver = new MmioDriver(transport);
  private final DriverQueue queue = new DriverQueue(memory, DriverMemory.BASE, 16);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aRunningDriverIsToldAndReadsTheNewCapacity() {
    driver.start(FEATURES, queue);
    int generation = driver.read(VirtioMmioRegister.CONFIG_GENERATION);

    disk.resize(2 * SECTORS * 512);

    assertThat(driver.takeInterrupts()).isEqualTo(CONFIGURATION);
    assertThat(driver.read(VirtioMmioRegister.CONFIG_GENERATION)).isNotEqualTo(generation);
    assertThat(capacity()).isEqualTo(2 * SECTORS);
  }

  @Test
  void whatIsNewCanBeReadAndWhatIsBehindItCannot() throws InterruptedException {
    driver.start(FEATURES, queue);
    disk.resize(2 * SECTORS * 512);
    driver.takeInterrupts();

    assertThat(statusOfRead(2 * SECTORS - 1)).isZero();
    assertThat(statusOfRead(2 * SECTORS)).isEqualTo(BlockCommands.S_IOERR);
  }

  private int statusOfRead(long sector) throws InterruptedException {
    memory.put64(HEADER + 8, sector);
    memory.put(STATUS, (byte) 0xee);
    queue.add(readable(HEADER, 16), writable(DATA, 512), writable(STATUS, 1));
    driver.notifyQueue(0);
    irq.await();
    assertThat(driver.takeInterrupts()).isEqualTo(BUFFER_USED);
    return memory.bytes(STATUS, 1)[0];
  }

  @Test
  void withoutADriverItIsThereForTheNextOne() {
    disk.resize(2 * SECTORS * 512);

    assertThat(driver.takeInterrupts()).isZero();
    driver.start(FEATURES, queue);
    assertThat(capacity()).isEqualTo(2 * SECTORS);
  }

  /** It may have read the capacity before, and gets no notification until it runs the disk. */
  @Test
  void aDriverThatIsAboutToStartIsToldWhenItDoes() {
    driver.negotiate(FEATURES);
    driver.enable(queue.layout(0));

    disk.resize(2 * SECTORS * 512);
    assertThat(driver.takeInterrupts()).isZero();
    driver.write(VirtioMmioRegister.STATUS, MmioDriver.RUNNING);

    assertThat(driver.takeInterrupts()).isEqualTo(CONFIGURATION);
  }

  @Test
  void afterAResetThereIsNothingLeftToTell() {
    driver.negotiate(FEATURES);
    disk.resize(2 * SECTORS * 512);

    driver.start(FEATURES, queue);

    assertThat(driver.takeInterrupts()).isZero();
  }

  @Test
  void itsOwnSizeIsNothingToTell() {
    driver.start(FEATURES, queue);

    disk.resize(SECTORS * 512);

    assertThat(driver.takeInterrupts()).isZero();
  }

  @Test
  void theDriversChoiceOfTheCacheIsKept() {
    driver.start(FEATURES | BlockDevice.F_CONFIG_WCE, queue);
    driver.writeConfiguration(0x20, 1, 0);

    disk.resize(2 * SECTORS * 512);

    assertThat(transport.read(new Access(VirtioMmioRegister.CONFIG.offset() + 0x20, 1))).isZero();
  }

  @Test
  void aDiskHasWholeBlocks() {
    assertThatThrownBy(() -> disk.resize((2 * SECTORS + 1) * 512))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("disk image disk.img cannot be given 107008 bytes: ask for a multiple of 4096");
    assertThat(capacity()).isEqualTo(SECTORS);
  }

  @Test
  void aHostThatFailsLeavesTheDiskAsItWas() {
    driver.start(FEATURES, queue);
    image.failFromNowOn();

    assertThatThrownBy(() -> disk.resize(2 * SECTORS * 512)).isInstanceOf(HostException.class);

    assertThat(driver.takeInterrupts()).isZero();
    assertThat(capacity()).isEqualTo(SECTORS);
  }

  @Test
  void ofTwoAtATimeOneFollowsTheOther() throws InterruptedException {
    driver.start(FEATURES, queue);
    Thread[] others = new Thread[8];
    for (int i = 0; i < others.length; i++) {
      int sectors = SECTORS + 8 * i;
      others[i] = Thread.ofPlatform().start(() -> resizeUnlessLarger(sectors));
    }
    for (Thread other : others) {
      other.join();
    }

    assertThat(capacity()).isEqualTo(SECTORS + 8 * (others.length - 1));
    assertThat(image.size()).isEqualTo(capacity() * 512);
  }

  private void resizeUnlessLarger(int sectors) {
    try {
      disk.resize(sectors * 512L);
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageContaining("is not cut down to");
    }
  }

  private long capacity() {
    return transport.read(new Access(VirtioMmioRegister.CONFIG.offset(), 8));
  }
}
