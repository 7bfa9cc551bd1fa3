package io.jvmm.virtio.rng;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.ProblemLog;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.virtio.testkit.RingFormat;
import io.jvmm.vmm.error.GuestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtio 1.3, 5.4. */
@Timeout(60)
@ParameterizedClass
@EnumSource(RingFormat.class)
class EntropyDeviceTest {
  private static final long DATA = DriverMemory.BASE + 0x10000;

  @TempDir private Path directory;
  private final DriverMemory memory = new DriverMemory();
  private final RingFormat format;
  private final QueueDriver queue;

  EntropyDeviceTest(RingFormat format) {
    this.format = format;
    this.queue = format.driver(memory, DriverMemory.BASE, 16);
  }

  @Test
  void aBufferIsFilledFromTheSource() throws IOException {
    byte[] random = randomBytes(100);
    queue.add(writable(DATA, 60), writable(DATA + 0x100, 40));

    assertThat(requests(queue, source(random)).step()).isTrue();

    assertThat(queue.takeUsed()).containsExactly(new DriverQueue.Used(0, 100));
    assertThat(memory.bytes(DATA, 60)).isEqualTo(Arrays.copyOf(random, 60));
    assertThat(memory.bytes(DATA + 0x100, 40)).isEqualTo(Arrays.copyOfRange(random, 60, 100));
  }

  @Test
  void oneRequestGetsOnlySoMuch() throws IOException {
    queue.add(writable(DATA, 0x10000));

    requests(queue, source(randomBytes(0x10000))).step();

    assertThat(queue.takeUsed())
        .containsExactly(new DriverQueue.Used(0, EntropyRequests.MAX_BYTES));
  }

  @Test
  void aReadableBufferGetsNothing() throws IOException {
    queue.add(readable(DATA, 10));

    requests(queue, source(randomBytes(10))).step();

    assertThat(queue.takeUsed()).containsExactly(new DriverQueue.Used(0, 0));
  }

  @Test
  void aSourceThatEndsIsReported() throws IOException {
    try (LogCapture log = LogCapture.start()) {
      Path source = source(randomBytes(10));
      queue.add(writable(DATA, 100));

      requests(queue, source).step();

      assertThat(queue.takeUsed()).containsExactly(new DriverQueue.Used(0, 0));
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().getFirst()).contains(source.toString());
    }
  }

  @Test
  void theHostsGeneratorServesADriver() throws InterruptedException {
    AwaitableIrq irq = new AwaitableIrq();
    EntropyDevice device = new EntropyDevice("virtio-rng0", EntropyDevice.URANDOM);
    try (VirtioMmioTransport transport = new VirtioMmioTransport(device, memory, irq)) {
      MmioDriver driver = new MmioDriver(transport);
      driver.start(DeviceLifecycle.VERSION_1 | format.features(0), queue);
      queue.add(writable(DATA, 64));
      driver.notifyQueue(0);
      irq.await();
    }
    assertThat(queue.takeUsed()).containsExactly(new DriverQueue.Used(0, 64));
    assertThat(memory.bytes(DATA, 64)).isNotEqualTo(new byte[64]);
  }

  @Test
  void noContentsOfTheQueueMakeTheDeviceFail() {
    int served = 0;
    for (long seed = 0; seed < 2000; seed++) {
      memory.put(DriverMemory.BASE, new byte[(int) QueueDriver.FOOTPRINT]);
      QueueDriver fuzzed = format.driver(memory, DriverMemory.BASE, 16);
      EntropyRequests requests = requests(fuzzed, Path.of("/dev/zero"));
      new RandomChains(seed, memory, fuzzed).write();
      served += serveAll(requests);
    }
    assertThat(served).isPositive();
  }

  private static int serveAll(EntropyRequests requests) {
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

  private EntropyRequests requests(QueueDriver from, Path source) {
    Virtqueue device = format.device(memory, from.layout(0), new CountingNotifier());
    return new EntropyRequests(device, new EntropySource(source), new ProblemLog("rng"));
  }

  private Path source(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("random"), bytes);
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
