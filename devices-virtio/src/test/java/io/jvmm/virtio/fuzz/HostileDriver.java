package io.jvmm.virtio.fuzz;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.DriverQueue;
import io.jvmm.virtio.testkit.MmioDriver;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RandomChains;
import io.jvmm.virtio.testkit.RingFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A driver that mostly knows its trade and never means well. It writes requests that are nearly
 * right, overwrites rings while the device reads them, ties loops, resets devices and queues in the
 * middle of requests, and puts queues where they overlap or cannot be. The same seed does the same;
 * what the device's own thread makes of it depends on the moment too.
 */
final class HostileDriver {
  private static final int ACTIONS = 48;
  private static final int SPINS = 10_000;
  private static final int SIZE = 16;
  private static final int HUGE_TABLE = 1200;
  private static final long DATA = DriverMemory.BASE + 0x20000; // past all queues
  private static final int DATA_SIZE = 0x8000;
  private static final long TABLES = DriverMemory.BASE + 0x40000;

  private final Random random;
  private final RingFormat format;
  private final FuzzedDevice kind;
  private final FuzzedDevice.Subject subject;
  private final DriverMemory memory;
  private final MmioDriver driver;
  private final long features;
  private List<QueueDriver> queues = List.of();

  HostileDriver(
      long seed,
      RingFormat format,
      FuzzedDevice kind,
      FuzzedDevice.Subject subject,
      DriverMemory memory,
      MmioDriver driver) {
    this.random = new Random(seed);
    this.format = format;
    this.kind = kind;
    this.subject = subject;
    this.memory = memory;
    this.driver = driver;
    long ringFeatures = random.nextBoolean() ? format.features() : format.features(0);
    this.features =
        DeviceLifecycle.VERSION_1 | DeviceLifecycle.RING_RESET | ringFeatures | kind.features();
  }

  /** Does one thing after the other, and leaves the device in the middle of it. */
  void play() {
    start();
    for (int i = 0; i < ACTIONS; i++) {
      act();
      driver.notifyQueue(random.nextInt(queues.size() + 1));
      letTheDeviceLook();
      if (needsReset() && random.nextInt(4) != 0) {
        start();
      }
    }
  }

  /** Now and then the device is given time to see what was done before that is overwritten. */
  private void letTheDeviceLook() {
    int spins = random.nextBoolean() ? random.nextInt(SPINS) : 0;
    for (int i = 0; i < spins && !needsReset(); i++) {
      Thread.onSpinWait();
    }
  }

  private boolean needsReset() {
    return (driver.status() & MmioDriver.NEEDS_RESET) != 0;
  }

  private void act() {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> anyQueue().add(kind.goodRequest(memory, address()));
      case 4, 5, 6 -> anyQueue().add(nearlyRight());
      case 7, 8 -> corrupt(8);
      case 9 -> new RandomChains(random.nextLong(), memory, anyQueue()).write();
      case 10 -> addHugeChain();
      case 11 -> tieLoop(anyQueue());
      case 12 -> writeAnywhere();
      case 13 -> resetOneQueue();
      case 14 -> subject.host().accept(random.nextInt());
      default -> start();
    }
  }

  private void start() {
    int count = subject.device().profile().queueSizes().size();
    memory.put(DriverMemory.BASE, new byte[(int) (count * QueueDriver.FOOTPRINT)]);
    List<QueueDriver> fresh = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fresh.add(format.driver(memory, DriverMemory.BASE + i * QueueDriver.FOOTPRINT, SIZE));
    }
    queues = List.copyOf(fresh);
    driver.negotiate(features);
    for (int i = 0; i < count; i++) {
      driver.enable(layout(i));
    }
    driver.write(VirtioMmioRegister.STATUS, MmioDriver.RUNNING);
  }

  /** Now and then a queue whose parts lie on one another, or nowhere. */
  private QueueLayout layout(int index) {
    QueueLayout good = queues.get(index).layout(index);
    long ring = good.descriptorArea();
    return switch (random.nextInt(24)) {
      case 0 -> new QueueLayout(index, SIZE, ring, ring, ring);
      case 1 -> new QueueLayout(index, SIZE, ring, good.driverArea(), good.driverArea() + 4);
      case 2 -> new QueueLayout(index, SIZE, address(), address(), address());
      case 3 -> new QueueLayout(index, random.nextInt(), ring, good.driverArea(), address());
      case 4 -> shifted(good, random.nextInt(8), random.nextInt(8));
      default -> good;
    };
  }

  private static QueueLayout shifted(QueueLayout good, int driverBytes, int deviceBytes) {
    return new QueueLayout(
        good.index(),
        good.size(),
        good.descriptorArea(),
        good.driverArea() + driverBytes,
        good.deviceArea() + deviceBytes);
  }

  private DriverBuffer[] nearlyRight() {
    DriverBuffer[] buffers = kind.goodRequest(memory, address() & ~0x3ffL);
    int changed = random.nextInt(buffers.length);
    buffers[changed] =
        random.nextBoolean() ? readable(anyAddress(), length()) : writable(anyAddress(), length());
    return buffers;
  }

  private void addHugeChain() {
    DriverBuffer[] buffers = new DriverBuffer[random.nextInt(HUGE_TABLE) + 1];
    Arrays.fill(buffers, random.nextBoolean() ? readable(DATA, 16) : writable(DATA, length()));
    anyQueue().addIndirect(TABLES, buffers);
  }

  private void tieLoop(QueueDriver queue) {
    for (int i = 0; i < SIZE; i++) {
      queue.descriptor(i, readable(DATA, 1), DriverQueue.NEXT, (i + 1) % SIZE);
    }
    for (int i = 0; i < SIZE; i++) {
      queue.makeAvailable(i);
    }
  }

  /** Overwrites halfwords anywhere in the areas of queues, and in what requests consist of. */
  private void corrupt(int halfwords) {
    for (int i = 0; i < halfwords; i++) {
      QueueLayout layout = anyQueue().layout(0);
      long at =
          switch (random.nextInt(4)) {
            case 0 -> layout.descriptorArea() + random.nextInt(16 * SIZE);
            case 1 -> layout.driverArea() + random.nextInt(64);
            case 2 -> layout.deviceArea() + random.nextInt(64);
            default -> DATA + random.nextInt(DATA_SIZE);
          };
      memory.put16(at & ~1L, random.nextBoolean() ? random.nextInt(SIZE + 2) : random.nextInt());
    }
  }

  private void writeAnywhere() {
    if (random.nextBoolean()) {
      writeAnyRegister();
    } else {
      writeConfiguration();
    }
  }

  /** Now and then a number that a field can have, where a disk has one to write. */
  private void writeConfiguration() {
    int width = 1 << random.nextInt(4);
    long offset = random.nextBoolean() ? 0x20 : random.nextInt(0x100) & -width;
    driver.writeConfiguration(
        offset, width, random.nextBoolean() ? random.nextInt(2) : random.nextLong());
  }

  private void writeAnyRegister() {
    VirtioMmioRegister[] registers = VirtioMmioRegister.values();
    VirtioMmioRegister register = registers[random.nextInt(registers.length)];
    driver.write(register, random.nextBoolean() ? random.nextInt(4) : random.nextInt());
  }

  private void resetOneQueue() {
    int index = random.nextInt(queues.size());
    driver.write(VirtioMmioRegister.QUEUE_SEL, index);
    driver.write(VirtioMmioRegister.QUEUE_RESET, 1);
    if (random.nextBoolean()) {
      driver.enable(layout(index));
    }
  }

  private QueueDriver anyQueue() {
    return queues.get(random.nextInt(queues.size()));
  }

  private long address() {
    return DATA + 16L * random.nextInt(DATA_SIZE / 16);
  }

  private long anyAddress() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong();
      case 1 -> DriverMemory.END - random.nextInt(16);
      case 2 -> DriverMemory.BASE + random.nextInt((int) QueueDriver.FOOTPRINT);
      default -> address();
    };
  }

  private long length() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> Integer.toUnsignedLong(random.nextInt());
      case 2 -> 0xffff_ffffL;
      default -> random.nextInt(1024);
    };
  }
}
