package io.jvmm.virtio.net;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.queue.RingFeatures;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.RateSpec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An interface with two pairs of queues, which also leaves work to the host (virtio 1.3, 5.1.2).
 */
@Timeout(60)
class SeveralPairsTest {
  private static final long ONE_PAIR =
      DeviceLifecycle.VERSION_1 | RingFeatures.SUPPORTED | NetDevice.F_CTRL_VQ;
  private static final long DATA = DriverMemory.BASE + 0x20000;
  private static final long ANSWER = DATA + 0x100;
  private static final int MAX_PAIRS = 0x108;

  private final DriverMemory memory = new DriverMemory();
  private final AwaitableIrq irq = new AwaitableIrq();
  private final FakeNetwork network = new FakeNetwork(2, NetOffload.ALL);
  private final NetDevice device =
      new NetDevice(
          "net0",
          new NetSettings(
              MacAddress.parse("02:11:22:33:44:55"),
              1500,
              RateSpec.unlimited(),
              RateSpec.unlimited()),
          network);
  private final VirtioMmioTransport transport = new VirtioMmioTransport(device, memory, irq);
  private final MmioDriver driver = new MmioDriver(transport);
  private final DriverQueue[] queues =
      IntStream.range(0, 5).mapToObj(this::queue).toArray(DriverQueue[]::new);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void itOffersPairsAndWhatItsNetworkDoes() {
    assertThat(driver.offeredFeatures() & (NetDevice.F_MQ | NetDevice.F_CTRL_GUEST_OFFLOADS))
        .isEqualTo(NetDevice.F_MQ | NetDevice.F_CTRL_GUEST_OFFLOADS);
    assertThat(driver.offeredFeatures() & NetOffload.ALL).isEqualTo(NetOffload.ALL);
    assertThat(transport.read(new Access(MAX_PAIRS, 2))).isEqualTo(2);
  }

  @Test
  void aDriverThatKnowsOfPairsHasItsCommandsBehindThem() throws InterruptedException {
    driver.start(ONE_PAIR | NetDevice.F_MQ, queues);
    assertThat(network.used()).isEqualTo(1);

    usePairs(4, 2);

    assertThat(network.used()).isEqualTo(2);
    assertThat(memory.bytes(ANSWER, 1)).containsExactly(ControlQueue.OK);
  }

  @Test
  void aDriverThatDoesNotHasItsCommandsInTheThirdQueue() throws InterruptedException {
    driver.start(ONE_PAIR, queues[0], queues[1], queues[2]);

    usePairs(2, 1);

    assertThat(memory.bytes(ANSWER, 1)).containsExactly(ControlQueue.ERROR);
  }

  @Test
  void eachPairHasItsPort() throws InterruptedException {
    queues[2].add(writable(DATA + 0x1000, 2048));
    driver.start(ONE_PAIR | NetDevice.F_MQ, queues);

    memory.put(DATA + NetHeader.BYTES, "by the second queue");
    queues[3].add(readable(DATA, NetHeader.BYTES + 19L));
    driver.notifyQueue(3);
    assertThat(network.port(1).awaitFrame()).asString().isEqualTo("by the second queue");

    irq.await();
    network.port(1).deliver(new byte[NetHeader.BYTES], "an answer to it".getBytes(US_ASCII));
    irq.await();
    assertThat(queues[2].takeUsed()).hasSize(1);
  }

  @Test
  void aResetLeavesOnePairInUse() throws InterruptedException {
    driver.start(ONE_PAIR | NetDevice.F_MQ, queues);
    usePairs(4, 2);
    driver.reset();

    DriverQueue[] others =
        IntStream.range(10, 15).mapToObj(this::queue).toArray(DriverQueue[]::new);
    driver.start(ONE_PAIR | NetDevice.F_MQ, others);

    assertThat(network.used()).isEqualTo(1);
  }

  private void usePairs(int control, int count) throws InterruptedException {
    memory.put(DATA, (byte) 4, (byte) 0, (byte) count, (byte) 0);
    memory.put(ANSWER, (byte) 0x55);
    queues[control].add(readable(DATA, 4), writable(ANSWER, 1));
    driver.notifyQueue(control);
    irq.await();
  }

  private DriverQueue queue(int index) {
    return new DriverQueue(memory, DriverMemory.BASE + 0x1000L * index, 16);
  }
}
