package io.jvmm.virtio.net;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.queue.RingFeatures;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.RateSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interface as a driver and a network see it, threads included (virtio 1.3, 5.1). */
@Timeout(60)
class NetDeviceTest {
  private static final long FEATURES =
      DeviceLifecycle.VERSION_1
          | RingFeatures.SUPPORTED
          | NetDevice.F_MTU
          | NetDevice.F_MAC
          | NetDevice.F_MRG_RXBUF
          | NetDevice.F_STATUS
          | NetDevice.F_CTRL_VQ
          | NetDevice.F_GUEST_ANNOUNCE;
  private static final long DATA = DriverMemory.BASE + 0x20000;
  private static final int CONFIG = 0x100;
  private static final int CONFIGURATION_CHANGE = 2;
  private static final int RECEIVE_QUEUE = 0;
  private static final int TRANSMIT_QUEUE = 1;
  private static final int LINK_UP = 1;
  private static final int ANNOUNCE = 2;

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final FakeNetwork network = new FakeNetwork();
  private final NetDevice device =
      new NetDevice(
          "net0",
          new NetSettings(
              MacAddress.parse("02:11:22:33:44:55"),
              9000,
              RateSpec.unlimited(),
              RateSpec.unlimited()),
          network);
  private final VirtioMmioTransport transport = new VirtioMmioTransport(device, memory, irq);
  private final MmioDriver driver = new MmioDriver(transport);
  private DriverQueue receive = new DriverQueue(memory, DriverMemory.BASE, 256);
  private DriverQueue transmit =
      new DriverQueue(memory, DriverMemory.BASE + DriverQueue.FOOTPRINT, 256);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void itsConfigurationTellsAddressLinkAndMtu() {
    assertThat(config(0, 4)).isEqualTo(0x33221102);
    assertThat(config(4, 2)).isEqualTo(0x5544);
    assertThat(status()).isEqualTo(LINK_UP);
    assertThat(config(10, 2)).isEqualTo(9000);
  }

  @Test
  void offloadsThatTheNetworkDoesNotKnowAreNotOffered() {
    long checksumAndSegmentation = 0x7f83L; // VIRTIO_NET_F_CSUM, GUEST_CSUM, TSO, ECN, UFO
    assertThat(driver.offeredFeatures() & checksumAndSegmentation).isZero();
  }

  @Test
  void aFrameOfTheGuestReachesTheNetwork() throws InterruptedException {
    start();

    send("to the network, from the guest");

    assertThat(network.await()).asString().isEqualTo("to the network, from the guest");
    irq.await();
    assertThat(transmit.takeUsed()).hasSize(1);
    assertThat(device.statistics()).isEqualTo(new NetStatistics(0, 1, 0, 0));
  }

  @Test
  void aFrameOfTheNetworkReachesTheGuest() throws InterruptedException {
    receive.add(writable(DATA, 2048));
    start();

    network.deliver("to the guest, from the network".getBytes(US_ASCII));
    irq.await();

    assertThat(receive.takeUsed()).containsExactly(new DriverQueue.Used(0, NetHeader.BYTES + 30));
    assertThat(memory.text(DATA + NetHeader.BYTES, 30)).isEqualTo("to the guest, from the network");
    assertThat(device.statistics()).isEqualTo(new NetStatistics(1, 0, 0, 0));
  }

  @Test
  void aFrameThatWaitedForABufferComesWhenThereIsOne() throws InterruptedException {
    start();
    network.deliver(new byte[60]);

    receive.add(writable(DATA, 2048));
    driver.notifyQueue(RECEIVE_QUEUE);
    irq.await();

    assertThat(receive.takeUsed()).hasSize(1);
  }

  @Test
  void aNetworkThatEndsTakesTheLinkDownAndLeavesTheGuestRunning() throws InterruptedException {
    try (LogCapture log = LogCapture.start()) {
      start();

      network.fail();
      irq.await();

      assertThat(driver.takeInterrupts()).isEqualTo(CONFIGURATION_CHANGE);
      assertThat(status()).isZero();
      assertThat(driver.status()).isEqualTo(MmioDriver.RUNNING);
      assertThat(log.lines())
          .containsExactly("net0: the network has ended: status 9; the guest's link is down");
    }
    send("nobody is there to take this");
    irq.await();
    assertThat(transmit.takeUsed()).hasSize(1);
    assertThat(device.statistics().transmitDropped()).isEqualTo(1);
  }

  @Test
  void aResetDoesNotBringTheLinkBack() throws InterruptedException {
    try (LogCapture _ = LogCapture.start()) {
      start();
      network.fail();
      irq.await();
    }

    driver.reset();

    assertThat(status()).isZero();
  }

  @Test
  void aLoopInAQueueStopsTheInterfaceAndAResetRevivesIt() throws InterruptedException {
    try (LogCapture log = LogCapture.start()) {
      start();
      transmit.descriptor(0, DATA, 64, DriverQueue.NEXT, 0);
      transmit.makeAvailable(0);
      driver.notifyQueue(TRANSMIT_QUEUE);
      irq.await();
      assertThat(driver.status()).isEqualTo(MmioDriver.RUNNING | MmioDriver.NEEDS_RESET);
      assertThat(log.lines()).hasSize(1);
    }
    receive = new DriverQueue(memory, DriverMemory.BASE + 0x40000, 256);
    transmit = new DriverQueue(memory, DriverMemory.BASE + 0x50000, 256);
    start();

    send("here I am again");

    assertThat(network.await()).asString().isEqualTo("here I am again");
  }

  @Test
  void theGuestIsAskedToAnnounceItself() {
    start();

    device.announce();

    assertThat(driver.takeInterrupts()).isEqualTo(CONFIGURATION_CHANGE);
    assertThat(status()).isEqualTo(LINK_UP | ANNOUNCE);
  }

  @Test
  void aGuestThatCannotAnnounceItselfIsNotAsked() {
    driver.start(DeviceLifecycle.VERSION_1 | NetDevice.F_STATUS, receive, transmit);

    device.announce();

    assertThat(driver.takeInterrupts()).isZero();
    assertThat(status()).isEqualTo(LINK_UP);
  }

  @Test
  void closingItEndsTheNetworkWithoutAWord() throws InterruptedException {
    try (LogCapture log = LogCapture.start()) {
      start();
      send("the network is there");
      network.await();

      transport.close();

      assertThat(network.isClosed()).isTrue();
      assertThat(log.lines()).isEmpty();
    }
  }

  private void start() {
    assertThat(driver.start(FEATURES, receive, transmit)).isEqualTo(MmioDriver.RUNNING);
  }

  private void send(String frame) {
    driver.takeInterrupts();
    memory.put(DATA + 0x8000 + NetHeader.BYTES, frame);
    transmit.usedEvent(transmit.usedIndex());
    transmit.add(readable(DATA + 0x8000, NetHeader.BYTES + (long) frame.length()));
    driver.notifyQueue(TRANSMIT_QUEUE);
  }

  private int status() {
    return (int) config(6, 2);
  }

  private long config(int offset, int width) {
    assertThat(driver.read(VirtioMmioRegister.DEVICE_ID)).isEqualTo(1);
    return transport.read(new Access(CONFIG + offset, width));
  }
}
