package io.jvmm.mmio.pcie;

import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A function's MSI-X table and pending bit array (PCI Local Bus 3.0, 6.8.2): for each vector the
 * message that the guest wants, and a bit for one that waits until it is unmasked. Safe for use by
 * any thread; messages are sent with its lock held, so that they leave in order.
 */
final class MsixTable implements MmioDevice {
  /** The most vectors that a table can have. */
  static final int MAX_VECTORS = 2048;

  private static final int ENTRY_WORDS = 4;
  private static final int ENTRY_BYTES = ENTRY_WORDS * Integer.BYTES;
  private static final int ADDRESS_LOW = 0;
  private static final int ADDRESS_HIGH = 1;
  private static final int DATA = 2;
  private static final int CONTROL = 3;
  private static final int MASKED = 1;
  private static final int LEAST_TABLE = 0x800;
  private static final int WORD_OR_MORE = Integer.BYTES | Long.BYTES;

  private final int vectors;
  private final int requester;

  // All below are guarded by this.
  private final List<VectorLine> lines;
  private final int[] words;
  private final BitSet pending = new BitSet();
  private boolean enabled;
  private boolean allMasked;
  private boolean busMaster;

  /**
   * A table whose vectors are all masked.
   *
   * @param vectors how many, 1 to {@value #MAX_VECTORS}
   * @param requester who the messages are from
   */
  MsixTable(int vectors, int requester, MessageTarget target) {
    if (vectors < 1 || vectors > MAX_VECTORS) {
      throw new IllegalArgumentException("no MSI-X table has %d vectors".formatted(vectors));
    }
    this.vectors = vectors;
    this.requester = requester;
    this.lines = Stream.generate(() -> new VectorLine(target)).limit(vectors).toList();
    this.words = new int[vectors * ENTRY_WORDS];
    for (int vector = 0; vector < vectors; vector++) {
      words[vector * ENTRY_WORDS + CONTROL] = MASKED;
    }
  }

  int vectors() {
    return vectors;
  }

  /** Where the pending bit array is, behind the same base address register. */
  int pendingOffset() {
    int table = Integer.highestOneBit(2 * vectors * ENTRY_BYTES - 1);
    return Math.max(table, LEAST_TABLE);
  }

  /** How many bytes both take: a power of two. */
  long size() {
    return 2L * pendingOffset();
  }

  /** What the guest has said in Message Control and in the command register. */
  synchronized void control(boolean enable, boolean maskAll, boolean master) {
    if (!enable) {
      pending.clear();
    }
    enabled = enable;
    allMasked = maskAll;
    busMaster = master;
    for (int v = pending.nextSetBit(0); v >= 0; v = pending.nextSetBit(v + 1)) {
      sendIfPossible(v);
    }
  }

  /** The function has a reason to interrupt. */
  synchronized void signal(int vector) {
    Objects.checkIndex(vector, vectors);
    if (enabled) {
      pending.set(vector);
      sendIfPossible(vector);
    }
  }

  private void sendIfPossible(int vector) {
    int entry = vector * ENTRY_WORDS;
    boolean masked = allMasked || (words[entry + CONTROL] & MASKED) != 0;
    if (enabled && busMaster && !masked && pending.get(vector)) {
      pending.clear(vector);
      lines.get(vector).send(new InterruptMessage(address(entry), words[entry + DATA], requester));
    }
  }

  private long address(int entry) {
    long low = Integer.toUnsignedLong(words[entry + ADDRESS_LOW]);
    return (long) words[entry + ADDRESS_HIGH] << Integer.SIZE | low;
  }

  @Override
  public String name() {
    return "msix";
  }

  @Override
  public boolean accepts(Access access) {
    return (access.width() & WORD_OR_MORE) != 0 && access.isAligned();
  }

  @Override
  public synchronized long read(Access access) {
    int offset = (int) access.offset();
    long low = Integer.toUnsignedLong(word(offset));
    return access.width() == Integer.BYTES
        ? low
        : (long) word(offset + Integer.BYTES) << Integer.SIZE | low;
  }

  private int word(int offset) {
    int index = offset / Integer.BYTES;
    int bits = offset - pendingOffset();
    if (index < words.length) {
      return words[index];
    }
    return bits >= 0 && bits * Byte.SIZE < vectors ? pendingBits(bits * Byte.SIZE) : 0;
  }

  private int pendingBits(int first) {
    long[] bits = pending.get(first, first + Integer.SIZE).toLongArray();
    return bits.length == 0 ? 0 : (int) bits[0];
  }

  @Override
  public synchronized void write(Access access, long value) {
    int index = (int) access.offset() / Integer.BYTES;
    set(index, (int) value);
    if (access.width() == Long.BYTES) {
      set(index + 1, (int) (value >>> Integer.SIZE));
    }
  }

  private void set(int index, int value) {
    if (index < words.length) {
      words[index] = value & writable(index % ENTRY_WORDS);
      sendIfPossible(index / ENTRY_WORDS);
    }
  }

  private static int writable(int field) {
    return switch (field) {
      case ADDRESS_LOW -> -Integer.BYTES; // a message is a word
      case CONTROL -> MASKED;
      default -> -1;
    };
  }
}
