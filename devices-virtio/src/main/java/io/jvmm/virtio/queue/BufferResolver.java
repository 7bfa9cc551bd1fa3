package io.jvmm.virtio.queue;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Finds the memory that descriptors refer to. Both ring formats agree on this: where a descriptor
 * has its address and length, what its flags mean, and what a table of descriptors is (virtio 1.3,
 * 2.7.5 and 2.8.5). Every field is read once: the guest may rewrite it right after.
 */
final class BufferResolver {
  static final int DESCRIPTOR_SIZE = 16;

  /**
   * The most descriptors in one chain, indirect ones included. What Linux's drivers make is bounded
   * by the device's own limits (for a disk seg_max), well below; a loop ends here.
   */
  static final int MAX_DESCRIPTORS = 1024;

  static final int F_NEXT = 1;
  static final int F_WRITE = 2;
  static final int F_INDIRECT = 4;

  private static final ValueLayout.OfLong ADDRESS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LENGTH =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final int LENGTH_OFFSET = 8;

  private final GuestMemory memory;
  private final boolean indirectAllowed;

  BufferResolver(GuestMemory memory, boolean indirectAllowed) {
    this.memory = memory;
    this.indirectAllowed = indirectAllowed;
  }

  /** One of the two halfwords that end a descriptor. */
  static int halfword(MemorySegment descriptors, long at) {
    return Short.toUnsignedInt(descriptors.get(U16, at));
  }

  /** Adds the buffer of the descriptor at an offset to a chain. */
  void add(DescriptorChain chain, MemorySegment descriptors, long at, int flags) {
    long address = descriptors.get(ADDRESS, at);
    long length = length(descriptors, at);
    if ((flags & F_WRITE) != 0) {
      chain.addWritable(memory.writable(address, length));
    } else {
      chain.addReadable(memory.readable(address, length));
    }
  }

  /** The table that the descriptor at an offset refers to: one descriptor or more. */
  MemorySegment table(DescriptorChain chain, MemorySegment descriptors, long at) {
    if (!indirectAllowed) {
      throw new GuestException(
          "chain %d is indirect, which was not negotiated (VIRTIO_F_INDIRECT_DESC)"
              .formatted(chain.head()));
    }
    long length = length(descriptors, at);
    if (length == 0 || length % DESCRIPTOR_SIZE != 0) {
      throw new GuestException(
          "chain %d has a table of %d bytes, which is no number of descriptors"
              .formatted(chain.head(), length));
    }
    return memory.readable(descriptors.get(ADDRESS, at), length);
  }

  private static long length(MemorySegment descriptors, long at) {
    return Integer.toUnsignedLong(descriptors.get(LENGTH, at + LENGTH_OFFSET));
  }

  static GuestException tooLong(DescriptorChain chain) {
    return new GuestException(
        "chain %d has more than %d descriptors, or a loop"
            .formatted(chain.head(), MAX_DESCRIPTORS));
  }
}
