package io.jvmm.virtio.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.testkit.AwaitableIrq;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.LogCapture;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a driver does, nothing escapes the device: no exception reaches the vCPU, none of ours
 * stops the device's thread, a reset always returns, and after it the device serves a driver that
 * behaves. Memory outside of guest RAM cannot be touched unnoticed: {@link DriverMemory} has no
 * more, and hands out what is to be read as read-only.
 *
 * <p>Runs the seeds of {@code seeds.txt}; with {@code -Djvmm.fuzz.seconds=N} goes on with seeds of
 * the moment for so long, for each device and format. A failure names its seed.
 */
@ParameterizedClass(name = "{0}, {1} rings")
@CsvSource({
  "BLOCK, SPLIT",
  "BLOCK, PACKED",
  "BLOCK_BY_IO_URING, SPLIT",
  "BLOCK_BY_IO_URING, PACKED",
  "BLOCK_BY_THREADS, SPLIT",
  "BLOCK_BY_THREADS, PACKED",
  "CONSOLE, SPLIT",
  "CONSOLE, PACKED",
  "CONSOLE_WITH_PORTS, SPLIT",
  "CONSOLE_WITH_PORTS, PACKED",
  "ENTROPY, SPLIT",
  "ENTROPY, PACKED",
  "NETWORK, SPLIT",
  "NETWORK, PACKED",
  "NETWORK_WITH_PAIRS, SPLIT",
  "NETWORK_WITH_PAIRS, PACKED"
})
class DeviceFuzzTest {
  private static final long LONG_RUN_SECONDS = Long.getLong("jvmm.fuzz.seconds", 0);
  private static final long REQUEST = DriverMemory.BASE + 0x10000;

  @Parameter(0)
  private FuzzedDevice kind = FuzzedDevice.BLOCK;

  @Parameter(1)
  private RingFormat format = RingFormat.SPLIT;

  private final DriverMemory memory = new DriverMemory();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>(); // that ended a thread

  @BeforeEach
  void watchThreads() {
    Thread.setDefaultUncaughtExceptionHandler((_, error) -> errors.add(error));
  }

  @AfterEach
  void leaveThreadsAlone() {
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  @Test
  void aHostileDriverHurtsNobodyElse() throws InterruptedException {
    assumeThat(kind.obstacle()).as("what keeps this machine from having it").isEmpty();
    for (long seed : corpus()) {
      check(seed);
    }
    long start = System.nanoTime();
    for (long seed = start; secondsSince(start) < LONG_RUN_SECONDS; seed++) {
      check(seed);
    }
  }

  private static long secondsSince(long start) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }

  private void check(long seed) throws InterruptedException {
    AwaitableIrq irq = new AwaitableIrq();
    FuzzedDevice.Subject subject = kind.create();
    try (LogCapture _ = LogCapture.start();
        VirtioMmioTransport transport = new VirtioMmioTransport(subject.device(), memory, irq)) {
      MmioDriver driver = new MmioDriver(transport);
      new HostileDriver(seed, format, kind, subject, memory, driver).play();
      driver.reset();
      assertThat(subject.device().faults()).as("seed %d", seed).isEmpty();
      assertThat(errors).as("seed %d", seed).isEmpty();
      assertThat(serves(driver, irq)).as("seed %d", seed).isTrue();
    } catch (RuntimeException e) {
      throw new AssertionError("seed %d".formatted(seed), e);
    }
  }

  private boolean serves(MmioDriver driver, AwaitableIrq irq) throws InterruptedException {
    int index = kind.goodQueue();
    QueueDriver[] queues = freshQueues(index + 1);
    driver.start(DeviceLifecycle.VERSION_1 | format.features(0) | kind.features(), queues);
    int head = queues[index].add(kind.goodRequest(memory, REQUEST));
    driver.notifyQueue(index);
    irq.await();
    return queues[index]
        .takeUsed()
        .equals(List.of(new DriverQueue.Used(head, kind.answerLength())));
  }

  private QueueDriver[] freshQueues(int count) {
    memory.put(DriverMemory.BASE, new byte[(int) (count * QueueDriver.FOOTPRINT)]);
    QueueDriver[] queues = new QueueDriver[count];
    for (int i = 0; i < count; i++) {
      queues[i] = format.driver(memory, DriverMemory.BASE + i * QueueDriver.FOOTPRINT, 16);
    }
    return queues;
  }

  private static List<Long> corpus() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(DeviceFuzzTest.class.getResourceAsStream("seeds.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Long::valueOf).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
