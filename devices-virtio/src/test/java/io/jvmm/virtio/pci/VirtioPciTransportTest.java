package io.jvmm.virtio.pci;

import static io.jvmm.virtio.pci.VirtioPciRegister.CONFIG_GENERATION;
import static io.jvmm.virtio.pci.VirtioPciRegister.CONFIG_MSIX_VECTOR;
import static io.jvmm.virtio.pci.VirtioPciRegister.DEVICE_FEATURE;
import static io.jvmm.virtio.pci.VirtioPciRegister.DEVICE_FEATURE_SELECT;
import static io.jvmm.virtio.pci.VirtioPciRegister.DEVICE_STATUS;
import static io.jvmm.virtio.pci.VirtioPciRegister.DRIVER_FEATURE;
import static io.jvmm.virtio.pci.VirtioPciRegister.ISR_STATUS;
import static io.jvmm.virtio.pci.VirtioPciRegister.NUM_QUEUES;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_DEVICE_HIGH;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_DEVICE_LOW;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_ENABLE;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_MSIX_VECTOR;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_NOTIFY_OFF;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_RESET;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_SELECT;
import static io.jvmm.virtio.pci.VirtioPciRegister.QUEUE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.FakeDevice;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.PciDriver;
import io.jvmm.vmm.mmio.Access;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 4.1: what a driver sees of any device. */
class VirtioPciTransportTest {
  private static final long FEATURES = DeviceLifecycle.VERSION_1 | FakeDevice.FEATURE;
  private static final int NO_VECTOR = 0xffff;

  private final DriverMemory memory = new DriverMemory();
  private final FakeDevice device = new FakeDevice();
  private final RecordingInterrupts interrupts = new RecordingInterrupts();
  private final VirtioPciTransport transport =
      new VirtioPciTransport(device, memory, interrupts, DeviceLifecycle.QUEUE_FEATURES);
  private final PciDriver driver = new PciDriver(transport);
  private final DriverQueue first = new DriverQueue(memory, DriverMemory.BASE, 16);
  private final DriverQueue second =
      new DriverQueue(memory, DriverMemory.BASE + DriverQueue.FOOTPRINT, 8);

  // 4.1.2: discovery

  @Test
  void aConsoleIsNoTransitionalDevice() {
    assertThat(transport.identity().vendor()).isEqualTo(0x1af4);
    assertThat(transport.identity().device()).isEqualTo(0x1040 + 3);
    assertThat(transport.identity().revision()).isEqualTo(1);
    assertThat(transport.identity().classCode()).isEqualTo(0x07_8000);
    assertThat(transport.identity().subsystem()).isGreaterThanOrEqualTo(0x40);
  }

  @Test
  void thereIsAVectorForEachQueueAndOneForTheConfiguration() {
    assertThat(VirtioPciTransport.vectors(device)).isEqualTo(3);
  }

  // 4.1.4.3: common configuration

  @Test
  void theDeviceOffersItsFeatures() {
    driver.write(DEVICE_FEATURE_SELECT, 1);
    assertThat(driver.read(DEVICE_FEATURE) & 1).as("VIRTIO_F_VERSION_1").isEqualTo(1);
    driver.write(DEVICE_FEATURE_SELECT, 0);
    assertThat(driver.read(DEVICE_FEATURE) & FakeDevice.FEATURE).isNotZero();
    driver.write(DEVICE_FEATURE_SELECT, 2);
    assertThat(driver.read(DEVICE_FEATURE)).isZero();
  }

  @Test
  void acceptedFeaturesReadBack() {
    driver.negotiate(FEATURES);
    assertThat(driver.read(DRIVER_FEATURE)).isEqualTo((int) (FEATURES >>> 32));
  }

  @Test
  void everyQueueSaysHowLargeItCanBe() {
    assertThat(driver.read(NUM_QUEUES)).isEqualTo(2);
    assertThat(driver.read(QUEUE_SIZE)).isEqualTo(16);
    driver.write(QUEUE_SELECT, 1);
    assertThat(driver.read(QUEUE_SIZE)).isEqualTo(8);
    assertThat(driver.read(QUEUE_NOTIFY_OFF)).isEqualTo(1);
  }

  @Test
  void aQueueThatDoesNotExistHasSizeZeroAndNoVector() {
    for (int index : new int[] {2, 3, 0xffff}) {
      driver.write(QUEUE_SELECT, index);
      driver.write(QUEUE_MSIX_VECTOR, 0);
      driver.write(QUEUE_SIZE, 4);
      driver.write(QUEUE_DEVICE_LOW, 0x30);
      driver.write(QUEUE_ENABLE, 1);
      assertThat(driver.read(QUEUE_SIZE)).isZero();
      assertThat(driver.read(QUEUE_DEVICE_LOW)).isZero();
      assertThat(driver.read(QUEUE_ENABLE)).isZero();
      assertThat(driver.read(QUEUE_MSIX_VECTOR)).isEqualTo(NO_VECTOR);
    }
    assertThat(driver.read(CONFIG_MSIX_VECTOR)).isEqualTo(NO_VECTOR);
  }

  @Test
  void whatTheDriverSaidOfAQueueReadsBack() {
    driver.enable(new QueueLayout(1, 4, 0x1_0000_0010L, 0x2_0000_0020L, 0x3_0000_0030L));

    assertThat(driver.read(QUEUE_SIZE)).isEqualTo(4);
    assertThat(driver.read(QUEUE_DEVICE_LOW)).isEqualTo(0x30);
    assertThat(driver.read(QUEUE_DEVICE_HIGH)).isEqualTo(3);
    assertThat(driver.read(QUEUE_ENABLE)).isEqualTo(1);
  }

  @Test
  void anEnabledQueueCannotBeDisabled() {
    driver.start(FEATURES, first);
    driver.write(QUEUE_SELECT, 0);
    driver.write(QUEUE_ENABLE, 0);

    assertThat(driver.read(QUEUE_ENABLE)).isEqualTo(1);
    assertThat(device.calls()).containsExactly("activate");
  }

  // 4.1.4.3.2, 2.6.1: queue reset

  @Test
  void aQueueThatIsResetCanBeEnabledAgain() {
    driver.start(FEATURES | DeviceLifecycle.RING_RESET, first, second);
    driver.write(QUEUE_SELECT, 1);
    driver.write(QUEUE_RESET, 1);

    assertThat(driver.read(QUEUE_RESET)).isZero();
    assertThat(driver.read(QUEUE_ENABLE)).isZero();
    driver.enable(second.layout(1));
    assertThat(device.calls())
        .containsExactly("activate", "queue 1 DisabledQueue", "queue 1 SplitQueue");
  }

  @Test
  void aDriverStartsTheDeviceAndResetsIt() {
    assertThat(driver.start(FEATURES, first, second)).isEqualTo(MmioDriver.RUNNING);
    driver.write(DEVICE_STATUS, 0);

    assertThat(driver.read(DEVICE_STATUS)).isZero();
    assertThat(device.calls()).containsExactly("activate", "deactivate");
  }

  @Test
  void theDevicesConfigurationIsWrittenInAnyWidth() {
    transport.write(new Access(0x2003, 1), 0x12);
    transport.write(new Access(0x2008, 8), 0x123456789abcdef0L);

    assertThat(device.calls()).containsExactly("config 3 1 12", "config 8 8 123456789abcdef0");
  }

  @Test
  void theGenerationChangesWithTheConfigurationSpace() {
    int before = driver.read(CONFIG_GENERATION);
    device.config().replace((byte) 9);
    assertThat(driver.read(CONFIG_GENERATION)).isNotEqualTo(before);
  }

  @Test
  void theDevicesConfigurationIsReadInAnyWidth() {
    assertThat(transport.read(new Access(0x2001, 1))).isEqualTo(2);
    assertThat(transport.read(new Access(0x2000, 4))).isEqualTo(0x04030201);
  }

  @Test
  void closingClosesTheDevice() {
    driver.start(FEATURES, first);
    transport.close();
    assertThat(device.calls()).containsExactly("activate", "deactivate", "close");
  }

  // 4.1.4.4: notifications

  @Test
  void theAddressOfANotificationSaysWhichQueue() {
    driver.start(FEATURES, first, second);
    driver.notifyQueue(1);
    driver.notifyQueue(7);

    assertThat(device.calls()).containsExactly("activate", "notify 1");
  }

  // 4.1.5.1: interrupts

  @Test
  void usedBuffersSendTheMessageOfTheirQueue() {
    interrupts.messages = true;
    choose(1, 2);
    driver.enable(second.layout(1));
    driver.write(DEVICE_STATUS, MmioDriver.RUNNING);
    use(second, 1);

    assertThat(interrupts.signalled).containsExactly(2);
    assertThat(interrupts.line).isFalse();
    assertThat(driver.read(ISR_STATUS)).isZero();
  }

  @Test
  void aQueueWithoutVectorSendsNoMessage() {
    interrupts.messages = true;
    driver.start(FEATURES, first);
    use(first, 0);

    assertThat(interrupts.signalled).isEmpty();
    assertThat(interrupts.line).isFalse();
  }

  @Test
  void aConfigurationChangeSendsTheMessageOfItsVector() {
    interrupts.messages = true;
    driver.start(FEATURES, first);
    driver.write(CONFIG_MSIX_VECTOR, 0);
    activation().events().configurationChange();

    assertThat(interrupts.signalled).containsExactly(0);
  }

  @Test
  void withoutMessagesTheLineIsAssertedUntilTheIsrStatusIsRead() {
    driver.start(FEATURES, first);
    use(first, 0);
    activation().events().configurationChange();
    assertThat(interrupts.line).isTrue();

    assertThat(driver.read(ISR_STATUS)).isEqualTo(3);
    assertThat(interrupts.line).isFalse();
    assertThat(driver.read(ISR_STATUS)).isZero();
  }

  @Test
  void aVectorThatDoesNotExistReadsBackAsNone() {
    driver.write(CONFIG_MSIX_VECTOR, 2);
    assertThat(driver.read(CONFIG_MSIX_VECTOR)).isEqualTo(2);
    driver.write(CONFIG_MSIX_VECTOR, 3);
    assertThat(driver.read(CONFIG_MSIX_VECTOR)).isEqualTo(NO_VECTOR);
  }

  @Test
  void resetTakesBackVectorsAndLine() {
    driver.start(FEATURES, first);
    driver.write(CONFIG_MSIX_VECTOR, 1);
    activation().events().configurationChange();
    driver.write(DEVICE_STATUS, 0);

    assertThat(driver.read(CONFIG_MSIX_VECTOR)).isEqualTo(NO_VECTOR);
    assertThat(driver.read(ISR_STATUS)).isZero();
    assertThat(interrupts.line).isFalse();
  }

  @Test
  void registersHaveTheirOwnWidths() {
    assertThat(transport.accepts(new Access(DEVICE_STATUS.offset(), 1))).isTrue();
    assertThat(transport.accepts(new Access(DEVICE_STATUS.offset(), 4))).isFalse();
    assertThat(transport.accepts(new Access(QUEUE_SIZE.offset(), 2))).isTrue();
    assertThat(transport.accepts(new Access(0x40, 4))).isFalse();
  }

  @Test
  void noSequenceOfAccessesMakesTheTransportFail() {
    try (LogCapture log = LogCapture.start()) {
      Random random = new Random(3);
      for (int i = 0; i < 200_000; i++) {
        int width = 1 << random.nextInt(4);
        int page = random.nextInt(4) * 0x1000;
        Access access = new Access(page + (random.nextInt(0x48) & -width), width);
        if (transport.accepts(access) && random.nextInt(4) == 0) {
          transport.read(access);
        } else if (transport.accepts(access)) {
          transport.write(access, random.nextBoolean() ? random.nextInt(16) : random.nextInt());
        }
      }
      assertThat(log.lines()).hasSizeLessThanOrEqualTo(16);
    }
  }

  private void choose(int queue, int vector) {
    driver.negotiate(FEATURES);
    driver.write(QUEUE_SELECT, queue);
    driver.write(QUEUE_MSIX_VECTOR, vector);
  }

  /** The device uses a buffer of a queue of the driver's. */
  private void use(DriverQueue queue, int index) {
    queue.add(DriverBuffer.writable(DriverMemory.BASE + 0xc000, 16));
    Virtqueue opened = activation().queues().get(index);
    DescriptorChain chain = new DescriptorChain();
    assertThat(opened.poll(chain)).isTrue();
    opened.complete(chain, 0);
    opened.publish();
  }

  private Activation activation() {
    return device.activation().orElseThrow();
  }
}
