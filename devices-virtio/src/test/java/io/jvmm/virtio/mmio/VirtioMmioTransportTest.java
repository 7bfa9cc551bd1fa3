package io.jvmm.virtio.mmio;

import static io.jvmm.virtio.mmio.VirtioMmioRegister.CONFIG;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.CONFIG_GENERATION;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.DEVICE_FEATURES;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.DEVICE_FEATURES_SEL;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.DEVICE_ID;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.DRIVER_FEATURES;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.DRIVER_FEATURES_SEL;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.INTERRUPT_STATUS;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.MAGIC_VALUE;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_READY;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_SEL;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_SIZE_MAX;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.SHM_BASE_HIGH;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.SHM_BASE_LOW;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.SHM_LEN_HIGH;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.SHM_LEN_LOW;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.STATUS;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.VERSION;
import static io.jvmm.virtio.testkit.MmioDriver.ACKNOWLEDGE;
import static io.jvmm.virtio.testkit.MmioDriver.DRIVER;
import static io.jvmm.virtio.testkit.MmioDriver.FEATURES_OK;
import static io.jvmm.virtio.testkit.MmioDriver.NEEDS_RESET;
import static io.jvmm.virtio.testkit.MmioDriver.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.DeviceProfile;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.queue.DisabledQueue;
import io.jvmm.virtio.queue.PackedQueue;
import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.virtio.queue.RingFeatures;
import io.jvmm.virtio.queue.SplitQueue;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.FakeDevice;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.PackedDriverQueue;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.testkit.RecordingIrq;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 4.2, 2.1, 2.2 and 3.1: what a driver sees of any device. */
class VirtioMmioTransportTest {
  private static final long FEATURES =
      DeviceLifecycle.VERSION_1 | RingFeatures.SUPPORTED | FakeDevice.FEATURE;
  private static final long OFFERED = FEATURES | DeviceLifecycle.QUEUE_FEATURES;

  private static final long PACKED = DriverMemory.BASE + 0x8000;

  private final DriverMemory memory = new DriverMemory();
  private final FakeDevice device = new FakeDevice();
  private final RecordingIrq irq = new RecordingIrq();
  private final VirtioMmioTransport transport = new VirtioMmioTransport(device, memory, irq);
  private final MmioDriver driver = new MmioDriver(transport);
  private final DriverQueue first = new DriverQueue(memory, DriverMemory.BASE, 16);
  private final DriverQueue second =
      new DriverQueue(memory, DriverMemory.BASE + DriverQueue.FOOTPRINT, 8);

  // 4.2.2: registers

  @Test
  void aDriverRecognisesTheDevice() {
    assertThat(driver.read(MAGIC_VALUE)).isEqualTo(0x74726976);
    assertThat(driver.read(VERSION)).isEqualTo(2);
    assertThat(driver.read(DEVICE_ID)).isEqualTo(3);
    assertThat(transport.name()).isEqualTo("fake0");
  }

  @Test
  void controlRegistersAreWordsAndTheConfigurationSpaceIsNot() {
    assertThat(transport.accepts(new Access(STATUS.offset(), 4))).isTrue();
    assertThat(transport.accepts(new Access(STATUS.offset(), 1))).isFalse();
    assertThat(transport.accepts(new Access(STATUS.offset(), 8))).isFalse();
    assertThat(transport.accepts(new Access(CONFIG.offset() + 3, 1))).isTrue();
    assertThat(transport.accepts(new Access(CONFIG.offset() + 8, 8))).isTrue();
    assertThat(transport.accepts(new Access(VirtioMmioTransport.WINDOW_SIZE, 4))).isFalse();
  }

  @Test
  void theConfigurationSpaceIsReadInAnyWidth() {
    assertThat(transport.read(new Access(0x101, 1))).isEqualTo(2);
    assertThat(transport.read(new Access(0x102, 2))).isEqualTo(0x0403);
    assertThat(transport.read(new Access(0x100, 4))).isEqualTo(0x04030201);
    assertThat(transport.read(new Access(0x1f8, 8))).isZero();
  }

  @Test
  void theConfigurationSpaceIsWrittenInAnyWidth() {
    transport.write(new Access(0x103, 1), 0x12);
    transport.write(new Access(0x108, 8), 0x123456789abcdef0L);

    assertThat(device.calls()).containsExactly("config 3 1 12", "config 8 8 123456789abcdef0");
  }

  @Test
  void theGenerationChangesWithTheConfigurationSpace() {
    int before = driver.read(CONFIG_GENERATION);
    device.config().replace((byte) 9);
    assertThat(driver.read(CONFIG_GENERATION)).isNotEqualTo(before);
  }

  @Test
  void thereAreNoSharedMemoryRegions() {
    assertThat(driver.read(SHM_LEN_LOW)).isEqualTo(-1);
    assertThat(driver.read(SHM_LEN_HIGH)).isEqualTo(-1);
    assertThat(driver.read(SHM_BASE_LOW)).isEqualTo(-1);
    assertThat(driver.read(SHM_BASE_HIGH)).isEqualTo(-1);
  }

  @Test
  void aQueueThatDoesNotExistHasSizeZeroAndStaysDisabled() {
    for (int index : new int[] {2, -1, Integer.MAX_VALUE}) {
      driver.write(QUEUE_SEL, index);
      assertThat(driver.read(QUEUE_SIZE_MAX)).isZero();
      driver.write(QUEUE_READY, 1);
      assertThat(driver.read(QUEUE_READY)).isZero();
    }
  }

  @Test
  void everyQueueHasItsOwnMostSize() {
    driver.write(QUEUE_SEL, 1);
    assertThat(driver.read(QUEUE_SIZE_MAX)).isEqualTo(8);
    driver.write(QUEUE_SEL, 0);
    assertThat(driver.read(QUEUE_SIZE_MAX)).isEqualTo(16);
  }

  // 2.2: feature negotiation

  @Test
  void theDeviceOffersItsOwnFeaturesAndThoseOfItsQueues() {
    assertThat(driver.offeredFeatures()).isEqualTo(OFFERED);
  }

  @Test
  void aDeviceThatKeepsItsQueuesDoesNotOfferToResetThem() {
    VirtioMmioTransport rigid = new VirtioMmioTransport(new RigidDevice(device), memory, irq);
    assertThat(new MmioDriver(rigid).offeredFeatures())
        .isEqualTo(OFFERED & ~DeviceLifecycle.RING_RESET);
  }

  @Test
  void thereAreNoFeaturesPastTheSecondWord() {
    driver.write(DEVICE_FEATURES_SEL, 2);
    assertThat(driver.read(DEVICE_FEATURES)).isZero();
    driver.write(DEVICE_FEATURES_SEL, -1);
    assertThat(driver.read(DEVICE_FEATURES)).isZero();
  }

  @Test
  void aSubsetOfTheFeaturesIsAccepted() {
    assertThat(driver.negotiate(DeviceLifecycle.VERSION_1))
        .isEqualTo(ACKNOWLEDGE | DRIVER | FEATURES_OK);
  }

  @Test
  void aTransportMayOfferFewerFeaturesOfQueues() {
    VirtioMmioTransport split =
        new VirtioMmioTransport(device, memory, irq, RingFeatures.SUPPORTED);
    assertThat(new MmioDriver(split).offeredFeatures()).isEqualTo(FEATURES);
  }

  @Test
  void aFeatureThatWasNotOfferedIsRefused() {
    assertThat(driver.negotiate(FEATURES | 1)).isEqualTo(ACKNOWLEDGE | DRIVER);
  }

  @Test
  void aLegacyDriverIsRefused() {
    assertThat(driver.negotiate(FakeDevice.FEATURE)).isEqualTo(ACKNOWLEDGE | DRIVER);
  }

  @Test
  void aFeaturePastTheSecondWordIsRefused() {
    driver.write(DRIVER_FEATURES_SEL, 3);
    driver.write(DRIVER_FEATURES, 1);
    driver.write(DRIVER_FEATURES_SEL, 1);
    driver.write(DRIVER_FEATURES, 1);
    driver.write(STATUS, FEATURES_OK);
    assertThat(driver.status()).isZero();
  }

  @Test
  void featuresCannotChangeAfterNegotiation() {
    driver.negotiate(DeviceLifecycle.VERSION_1);
    driver.write(DRIVER_FEATURES_SEL, 0);
    driver.write(DRIVER_FEATURES, -1);
    driver.write(STATUS, RUNNING);
    assertThat(activation().features()).isEqualTo(DeviceLifecycle.VERSION_1);
  }

  @Test
  void aDeviceWithoutNegotiatedFeaturesDoesNotStart() {
    driver.write(STATUS, MmioDriver.DRIVER_OK);
    assertThat(driver.status()).isZero();
    assertThat(device.calls()).isEmpty();
  }

  // 2.1 and 3.1: life cycle

  @Test
  void theDeviceGetsEnabledQueuesAndEmptyOnes() {
    assertThat(driver.start(FEATURES, first)).isEqualTo(RUNNING);

    assertThat(activation().queues().get(0)).isInstanceOf(SplitQueue.class);
    assertThat(activation().queues().get(1)).isInstanceOf(DisabledQueue.class);
  }

  @Test
  void theQueuesHaveTheFormatThatWasNegotiated() {
    driver.start(FEATURES | RingFeatures.PACKED, new PackedDriverQueue(memory, PACKED, 16));

    assertThat(activation().queues().get(0)).isInstanceOf(PackedQueue.class);
  }

  @Test
  void aPackedQueueOfAnySizeIsAccepted() {
    PackedDriverQueue odd = new PackedDriverQueue(memory, PACKED, 11);
    assertThat(driver.start(FEATURES | RingFeatures.PACKED, odd)).isEqualTo(RUNNING);
  }

  @Test
  void notificationsReachARunningDevice() {
    driver.start(FEATURES, first, second);
    driver.notifyQueue(1);
    assertThat(device.calls()).containsExactly("activate", "notify 1");
  }

  @Test
  void notificationsOfWhatDoesNotRunOrExistAreIgnored() {
    driver.notifyQueue(0);
    driver.start(FEATURES, first);
    driver.notifyQueue(2);
    driver.notifyQueue(-1);
    assertThat(device.calls()).containsExactly("activate");
  }

  @Test
  void startingTwiceStartsOnce() {
    driver.start(FEATURES, first);
    driver.write(STATUS, RUNNING);
    assertThat(device.calls()).containsExactly("activate");
  }

  @Test
  void resetStopsTheDeviceAndForgetsWhatTheDriverSaid() {
    driver.start(FEATURES, first, second);
    activation().events().configurationChange();

    driver.reset();

    assertThat(driver.status()).isZero();
    assertThat(driver.read(INTERRUPT_STATUS)).isZero();
    assertThat(irq.isAsserted()).isFalse();
    driver.write(QUEUE_SEL, 0);
    assertThat(driver.read(QUEUE_READY)).isZero();
    assertThat(device.calls()).containsExactly("activate", "deactivate");
  }

  @Test
  void aDeviceCanBeStartedAgainAfterReset() {
    driver.start(FEATURES, first, second);
    assertThat(driver.start(FEATURES, first, second)).isEqualTo(RUNNING);
    assertThat(device.calls()).containsExactly("activate", "deactivate", "activate");
  }

  @Test
  void stoppingAQueueLeavesTheOthersRunning() {
    driver.start(FEATURES, first, second);
    driver.write(QUEUE_SEL, 1);
    driver.write(QUEUE_READY, 0);
    driver.notifyQueue(0);
    assertThat(driver.read(QUEUE_READY)).isZero();
    assertThat(device.calls()).containsExactly("activate", "queue 1 DisabledQueue", "notify 0");
  }

  @Test
  void aDeviceThatKeepsItsQueuesStopsWithTheFirstOfThem() {
    VirtioMmioTransport rigid = new VirtioMmioTransport(new RigidDevice(device), memory, irq);
    MmioDriver itsDriver = new MmioDriver(rigid);
    itsDriver.start(FEATURES, first, second);
    itsDriver.write(QUEUE_SEL, 1);
    itsDriver.write(QUEUE_READY, 0);
    itsDriver.notifyQueue(0);
    assertThat(device.calls()).containsExactly("activate", "deactivate");
  }

  @Test
  void anEnabledQueueCannotBeMoved() {
    driver.negotiate(FEATURES);
    driver.enable(first.layout(0));
    driver.enable(new QueueLayout(0, 5, 1, 1, 1));
    driver.write(STATUS, RUNNING);
    assertThat(driver.status()).isEqualTo(RUNNING);
  }

  @Test
  void closingClosesTheDevice() {
    driver.start(FEATURES, first);
    transport.close();
    assertThat(device.calls()).containsExactly("activate", "deactivate", "close");
  }

  // 2.1.2: a device that needs a reset

  @Test
  void impossibleQueuesMakeTheDeviceNeedAReset() {
    try (LogCapture log = LogCapture.start()) {
      driver.negotiate(FEATURES);
      driver.enable(new QueueLayout(1, 16, DriverMemory.BASE, 0, 0));
      driver.write(STATUS, RUNNING);

      assertThat(driver.status()).isEqualTo(RUNNING | NEEDS_RESET);
      assertThat(driver.takeInterrupts()).isEqualTo(2);
      assertThat(device.calls()).isEmpty();
      assertThat(log.lines())
          .containsExactly("fake0: queue 1 has 16 elements, more than 8; the device needs a reset");
    }
  }

  @Test
  void aGuestsErrorIsReportedInOneLine() {
    try (LogCapture log = LogCapture.start()) {
      driver.start(FEATURES, first);
      activation().events().needsReset(new GuestException("bad ring"));

      assertThat(driver.status()).isEqualTo(RUNNING | NEEDS_RESET);
      assertThat(driver.takeInterrupts()).isEqualTo(2);
      assertThat(log.lines()).containsExactly("fake0: bad ring; the device needs a reset");
    }
  }

  @Test
  void aDriverCannotAskForNeedsReset() {
    driver.write(STATUS, ACKNOWLEDGE | NEEDS_RESET);
    assertThat(driver.status()).isEqualTo(ACKNOWLEDGE);
  }

  // 4.2.3.4: interrupts

  @Test
  void aConfigurationChangeInterruptsOnlyARunningDriver() {
    driver.start(FEATURES, first);
    Activation last = activation();
    last.events().configurationChange();
    assertThat(driver.read(INTERRUPT_STATUS)).isEqualTo(2);

    driver.reset();
    last.events().configurationChange();
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void theLineIsAssertedUntilAllCausesAreAcknowledged() {
    InterruptStatus interrupts = new InterruptStatus(irq);
    interrupts.usedBuffer(0);
    interrupts.configurationChange();
    assertThat(interrupts.causes()).isEqualTo(3);

    interrupts.acknowledge(1);
    assertThat(irq.isAsserted()).isTrue();
    interrupts.acknowledge(2);
    assertThat(irq.isAsserted()).isFalse();
    assertThat(irq.risingEdges()).isEqualTo(1);
  }

  @Test
  void theDeviceTreeNodeSaysWhereAndHow() {
    DeviceTreeNode node = transport.describe(AddressRange.of(0xa000000, 0x200), IntId.spi(16));
    assertThat(node.name()).isEqualTo("virtio_mmio@a000000");
    assertThat(node.properties().sequencedKeySet())
        .containsExactly("reg", "compatible", "interrupts", "dma-coherent");
    assertThat(new String(node.properties().get("compatible"), StandardCharsets.US_ASCII))
        .isEqualTo("virtio,mmio\0");
    assertThat(node.properties().get("interrupts"))
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 4);
  }

  @Test
  void noSequenceOfAccessesMakesTheTransportFail() {
    try (LogCapture log = LogCapture.start()) {
      Random random = new Random(2);
      for (int i = 0; i < 200_000; i++) {
        int width = 1 << random.nextInt(4);
        Access access = new Access(random.nextInt(0x210) & -width, width);
        if (transport.accepts(access) && random.nextInt(4) == 0) {
          transport.read(access);
        } else if (transport.accepts(access)) {
          transport.write(access, random.nextBoolean() ? random.nextInt(16) : random.nextInt());
        }
      }
      assertThat(log.lines()).hasSizeLessThanOrEqualTo(16);
    }
  }

  /** A device whose queues cannot be replaced. */
  private record RigidDevice(FakeDevice device) implements VirtioDevice {
    @Override
    public DeviceProfile profile() {
      return device.profile();
    }

    @Override
    public ConfigSpace config() {
      return device.config();
    }

    @Override
    public void activate(Activation activation) {
      device.activate(activation);
    }

    @Override
    public void queueNotified(int queue) {
      device.queueNotified(queue);
    }

    @Override
    public void deactivate() {
      device.deactivate();
    }

    @Override
    public void close() {
      device.close();
    }
  }

  private Activation activation() {
    return device.activation().orElseThrow();
  }
}
