package io.jvmm.virtio.testkit;

import java.util.Random;

/**
 * A guest that writes whatever it likes into a queue, mostly near enough to what is right to get
 * past the first check. The same seed writes the same.
 */
public final class RandomChains {
  private static final long DATA = DriverMemory.BASE + 0x10000;
  private static final int DATA_SIZE = 0x8000;
  private static final int SLOTS = 64;

  private final Random random;
  private final DriverMemory memory;
  private final QueueDriver queue;

  /** A guest with a seed of its own. */
  public RandomChains(long seed, DriverMemory memory, QueueDriver queue) {
    this.random = new Random(seed);
    this.memory = memory;
    this.queue = queue;
  }

  /** Fills descriptors and tables, and makes some of them available. */
  public void write() {
    for (int i = 0; i < queue.size(); i++) {
      queue.descriptor(i, DriverBuffer.readable(address(), length()), flags(), next());
    }
    for (int i = 0; i < SLOTS; i++) {
      long at = DATA + random.nextInt(DATA_SIZE / 16) * 16L;
      memory.put64(at, address());
      memory.put32(at + 8, (int) length());
      memory.put16(at + 12, flags() & ~DriverQueue.INDIRECT);
      memory.put16(at + 14, next());
    }
    for (int i = random.nextInt(queue.size()) + 1; i > 0; i--) {
      queue.makeAvailable(rarely() ? random.nextInt() : random.nextInt(queue.size()));
    }
    if (rarely() && queue instanceof DriverQueue split) {
      split.availableIndex(random.nextInt());
    }
  }

  private long address() {
    return rarely() ? random.nextLong() : DATA + random.nextInt(DATA_SIZE);
  }

  private long length() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt();
      case 1, 2 -> 1;
      case 3, 4 -> 16;
      default -> 512L * random.nextInt(8);
    };
  }

  private int flags() {
    return rarely() ? random.nextInt() : random.nextInt(4) | (rarely() ? DriverQueue.INDIRECT : 0);
  }

  private int next() {
    return rarely() ? random.nextInt() : random.nextInt(queue.size());
  }

  private boolean rarely() {
    return random.nextInt(16) == 0;
  }
}
