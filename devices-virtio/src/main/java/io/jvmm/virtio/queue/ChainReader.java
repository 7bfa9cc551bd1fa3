package io.jvmm.virtio.queue;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Follows chains through the descriptor table of a split queue (virtio 1.3, 2.7.5). Every field is
 * read once: the guest may rewrite it right after.
 */
final class ChainReader {
  static final int DESCRIPTOR_SIZE = 16;

  /**
   * The most descriptors in one chain, indirect ones included. What Linux's drivers make is bounded
   * by the device's own limits (for a disk seg_max), well below; a loop ends here.
   */
  static final int MAX_DESCRIPTORS = 1024;

  private static final ValueLayout.OfLong ADDRESS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LENGTH =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfShort FLAGS =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfShort NEXT = FLAGS;
  private static final int LENGTH_OFFSET = 8;
  private static final int FLAGS_OFFSET = 12;
  private static final int NEXT_OFFSET = 14;

  private static final int F_NEXT = 1;
  private static final int F_WRITE = 2;
  private static final int F_INDIRECT = 4;

  private final GuestMemory memory;
  private final MemorySegment table;
  private final boolean indirectAllowed;

  ChainReader(GuestMemory memory, MemorySegment table, boolean indirectAllowed) {
    this.memory = memory;
    this.table = table;
    this.indirectAllowed = indirectAllowed;
  }

  /** Reads the chain that starts at a descriptor of the main table. */
  void read(int head, DescriptorChain chain) {
    chain.begin(head);
    MemorySegment descriptors = table;
    boolean nested = false;
    int index = head;
    for (int seen = 0; seen < MAX_DESCRIPTORS; seen++) {
      long at = offset(index, descriptors, head);
      long address = descriptors.get(ADDRESS, at);
      long length = Integer.toUnsignedLong(descriptors.get(LENGTH, at + LENGTH_OFFSET));
      int flags = descriptors.get(FLAGS, at + FLAGS_OFFSET);
      index = Short.toUnsignedInt(descriptors.get(NEXT, at + NEXT_OFFSET));
      if ((flags & F_INDIRECT) != 0) {
        checkIndirect(flags, nested, head);
        descriptors = indirectTable(address, length, head);
        nested = true;
        index = 0;
        continue;
      }
      add(chain, flags, address, length);
      if ((flags & F_NEXT) == 0) {
        return;
      }
    }
    throw new GuestException(
        "chain %d has more than %d descriptors, or a loop".formatted(head, MAX_DESCRIPTORS));
  }

  private static long offset(int index, MemorySegment descriptors, int head) {
    long at = (long) index * DESCRIPTOR_SIZE;
    if (at >= descriptors.byteSize()) {
      throw new GuestException(
          "chain %d goes on at descriptor %d of a table of %d"
              .formatted(head, index, descriptors.byteSize() / DESCRIPTOR_SIZE));
    }
    return at;
  }

  private void add(DescriptorChain chain, int flags, long address, long length) {
    if ((flags & F_WRITE) != 0) {
      chain.addWritable(memory.writable(address, length));
    } else {
      chain.addReadable(memory.readable(address, length));
    }
  }

  /** The device ignores the write flag of a descriptor that refers to a table (2.7.5.3.2). */
  private void checkIndirect(int flags, boolean nested, int head) {
    if (!indirectAllowed) {
      throw new GuestException(
          "chain %d is indirect, which was not negotiated (VIRTIO_F_INDIRECT_DESC)"
              .formatted(head));
    }
    if (nested || (flags & F_NEXT) != 0) {
      throw new GuestException(
          "chain %d has a table of descriptors %s"
              .formatted(head, nested ? "within a table" : "that is not its end"));
    }
  }

  private MemorySegment indirectTable(long address, long length, int head) {
    if (length == 0 || length % DESCRIPTOR_SIZE != 0) {
      throw new GuestException(
          "chain %d has a table of %d bytes, which is no number of descriptors"
              .formatted(head, length));
    }
    return memory.readable(address, length);
  }
}
