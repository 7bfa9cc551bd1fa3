package io.jvmm.virtio.mmio;

import static io.jvmm.virtio.mmio.VirtioMmioRegister.CONFIG_GENERATION;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.INTERRUPT_ACK;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.INTERRUPT_STATUS;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.MAGIC_VALUE;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_READY;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.QUEUE_SEL;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.STATUS;
import static io.jvmm.virtio.mmio.VirtioMmioRegister.VERSION;
import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.MmioDriver.ACKNOWLEDGE;
import static io.jvmm.virtio.testkit.MmioDriver.DRIVER;
import static io.jvmm.virtio.testkit.MmioDriver.FEATURES_OK;
import static io.jvmm.virtio.testkit.MmioDriver.NEEDS_RESET;
import static io.jvmm.virtio.testkit.MmioDriver.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.FakeDevice;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.testkit.RecordingIrq;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What virtio 1.3 requires of every device, clause by clause: 2.1 to 2.5, 4.2.2 and 6. The clauses
 * about queues themselves are in the tests of package {@code queue}, queue reset in {@link
 * QueueResetTest}.
 */
@ParameterizedClass
@EnumSource(RingFormat.class)
class DeviceRequirementsTest {
  private static final int USED_BUFFER = 1;
  private static final int CONFIGURATION_CHANGE = 2;

  private final DriverMemory memory = new DriverMemory();
  private final FakeDevice device = new FakeDevice();
  private final RecordingIrq irq = new RecordingIrq();
  private final VirtioMmioTransport transport = new VirtioMmioTransport(device, memory, irq);
  private final MmioDriver driver = new MmioDriver(transport);
  private final QueueDriver queue;
  private final long features;

  DeviceRequirementsTest(RingFormat format) {
    this.queue = format.driver(memory, DriverMemory.BASE, 16);
    this.features = DeviceLifecycle.VERSION_1 | format.features();
  }

  @Test
  @DisplayName("2.1.2: no buffer is consumed before DRIVER_OK")
  void nothingIsConsumedBeforeTheDriverIsReady() {
    driver.negotiate(features);
    driver.enable(queue.layout(0));
    queue.add(readable(DriverMemory.BASE + 0x10000, 1));
    driver.notifyQueue(0);
    assertThat(device.calls()).isEmpty();
  }

  @Test
  @DisplayName("2.1.2: after DRIVER_OK a device that needs a reset sends a configuration change")
  void aDeviceThatNeedsAResetTellsItsDriver() {
    driver.start(features, queue);
    fail("bad ring");
    assertThat(driver.status()).isEqualTo(RUNNING | NEEDS_RESET);
    assertThat(driver.takeInterrupts()).isEqualTo(CONFIGURATION_CHANGE);
  }

  @Test
  @DisplayName("2.1.2: DEVICE_NEEDS_RESET stays until the reset, whatever the driver writes")
  void onlyAResetClearsNeedsReset() {
    driver.start(features, queue);
    fail("bad ring");
    driver.write(STATUS, RUNNING);
    assertThat(driver.status()).isEqualTo(RUNNING | NEEDS_RESET);
    driver.reset();
    assertThat(driver.status()).isZero();
  }

  @Test
  @DisplayName("2.1.2: the same problem twice is one line of the log")
  void aProblemIsReportedOnce() {
    try (LogCapture log = LogCapture.start()) {
      driver.start(features, queue);
      device.activation().orElseThrow().events().needsReset(new GuestException("bad ring"));
      device.activation().orElseThrow().events().needsReset(new GuestException("bad ring"));
      assertThat(log.lines()).containsExactly("fake0: bad ring; the device needs a reset");
    }
  }

  @Test
  @DisplayName("2.1: a status bit that is set stays set until the reset")
  void aDriverCannotClearAStatusBit() {
    driver.negotiate(features);
    driver.write(STATUS, ACKNOWLEDGE);
    assertThat(driver.status()).isEqualTo(ACKNOWLEDGE | DRIVER | FEATURES_OK);
  }

  @Test
  @DisplayName("2.2.2: FEATURES_OK is not set for features that were not offered")
  void unofferedFeaturesAreRefused() {
    assertThat(driver.negotiate(features | 1L << 35)).isEqualTo(ACKNOWLEDGE | DRIVER);
  }

  @Test
  @DisplayName("2.2.2: what was refused can be negotiated again, without a reset in between")
  void aDriverMayThinkBetterOfIt() {
    driver.negotiate(features | 1L << 35);
    driver.write(VirtioMmioRegister.DRIVER_FEATURES_SEL, 1);
    driver.write(VirtioMmioRegister.DRIVER_FEATURES, (int) (features >>> Integer.SIZE));
    driver.write(STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    assertThat(driver.status()).isEqualTo(ACKNOWLEDGE | DRIVER | FEATURES_OK);
  }

  @Test
  @DisplayName("2.2.2: what was accepted once is accepted again after a reset")
  void theSameFeaturesAreAcceptedAgain() {
    for (int i = 0; i < 2; i++) {
      assertThat(driver.start(features, queue)).isEqualTo(RUNNING);
    }
  }

  @Test
  @DisplayName("2.4.1: a reset makes the status 0, and then nothing is sent")
  void afterAResetTheDeviceIsSilent() {
    driver.start(features, queue);
    Activation last = device.activation().orElseThrow();
    driver.reset();
    assertThat(driver.status()).isZero();

    last.events().configurationChange();

    assertThat(driver.read(INTERRUPT_STATUS)).isZero();
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  @DisplayName("2.5.2: the configuration can be read before FEATURES_OK")
  void theConfigurationCanBeReadFirst() {
    assertThat(transport.read(new Access(0x100, 4))).isEqualTo(0x04030201);
  }

  @Test
  @DisplayName("4.2.2.1: MagicValue is 0x74726976, and Version 2")
  void theDeviceIsRecognised() {
    assertThat(driver.read(MAGIC_VALUE)).isEqualTo(0x74726976);
    assertThat(driver.read(VERSION)).isEqualTo(2);
  }

  @Test
  @DisplayName("4.2.2.1: an event's bit is there until it is acknowledged, and no other")
  void eventsStayUntilTheyAreAcknowledged() {
    assertThat(driver.read(INTERRUPT_STATUS)).isZero();
    driver.start(features, queue);
    useOne();
    device.activation().orElseThrow().events().configurationChange();
    assertThat(driver.read(INTERRUPT_STATUS)).isEqualTo(USED_BUFFER | CONFIGURATION_CHANGE);

    driver.write(INTERRUPT_ACK, USED_BUFFER);
    assertThat(driver.read(INTERRUPT_STATUS)).isEqualTo(CONFIGURATION_CHANGE);
    assertThat(irq.isAsserted()).isTrue();
    driver.write(INTERRUPT_ACK, CONFIGURATION_CHANGE);
    assertThat(driver.read(INTERRUPT_STATUS)).isZero();
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  @DisplayName("4.2.2.1: a reset clears InterruptStatus and every queue's QueueReady")
  void aResetClearsInterruptsAndQueues() {
    driver.start(features, queue);
    useOne();
    driver.reset();
    assertThat(driver.read(INTERRUPT_STATUS)).isZero();
    for (int i = 0; i < 2; i++) {
      driver.write(QUEUE_SEL, i);
      assertThat(driver.read(QUEUE_READY)).isZero();
    }
  }

  @Test
  @DisplayName("4.2.2.1: ConfigGeneration changes with the configuration, and only with it")
  void theGenerationTellsOfChanges() {
    int first = driver.read(CONFIG_GENERATION);
    transport.read(new Access(0x100, 4));
    assertThat(driver.read(CONFIG_GENERATION)).isEqualTo(first);
    device.config().replace((byte) 9);
    assertThat(driver.read(CONFIG_GENERATION)).isNotEqualTo(first);
  }

  @Test
  @DisplayName("4.2.2.1: a queue's contents are not accessed while QueueReady is 0")
  void aQueueThatIsNotReadyIsNotLookedAt() {
    driver.start(features);
    queue.add(readable(DriverMemory.BASE + 0x10000, 1));
    device.useOne(0);
    assertThat(queue.takeUsed()).isEmpty();
  }

  @Test
  @DisplayName("6: VIRTIO_F_VERSION_1 is offered, and a driver without it is refused")
  void versionOneIsRequired() {
    assertThat(driver.offeredFeatures() & DeviceLifecycle.VERSION_1).isNotZero();
    assertThat(driver.negotiate(features & ~DeviceLifecycle.VERSION_1))
        .isEqualTo(ACKNOWLEDGE | DRIVER);
  }

  private void fail(String message) {
    try (LogCapture _ = LogCapture.start()) {
      device.activation().orElseThrow().events().needsReset(new GuestException(message));
    }
  }

  private void useOne() {
    queue.requestNotification(true);
    queue.add(readable(DriverMemory.BASE + 0x10000, 1));
    device.useOne(0);
  }
}
