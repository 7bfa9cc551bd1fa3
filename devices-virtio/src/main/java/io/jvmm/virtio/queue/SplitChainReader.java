package io.jvmm.virtio.queue;

import static io.jvmm.virtio.queue.BufferResolver.DESCRIPTOR_SIZE;
import static io.jvmm.virtio.queue.BufferResolver.F_INDIRECT;
import static io.jvmm.virtio.queue.BufferResolver.F_NEXT;
import static io.jvmm.virtio.queue.BufferResolver.MAX_DESCRIPTORS;

import io.jvmm.vmm.error.GuestException;
import java.lang.foreign.MemorySegment;

/**
 * Follows chains through the descriptor table of a split queue (virtio 1.3, 2.7.5): each descriptor
 * names the next.
 *
 * <pre>
 *   +0 address   +8 length   +12 flags   +14 next
 * </pre>
 */
final class SplitChainReader {
  private static final int FLAGS_OFFSET = 12;
  private static final int NEXT_OFFSET = 14;

  private final BufferResolver buffers;
  private final MemorySegment table;

  SplitChainReader(BufferResolver buffers, MemorySegment table) {
    this.buffers = buffers;
    this.table = table;
  }

  /** Reads the chain that starts at a descriptor of the main table. */
  void read(int head, DescriptorChain chain) {
    chain.begin(head);
    MemorySegment descriptors = table;
    boolean nested = false;
    int index = head;
    for (int seen = 0; seen < MAX_DESCRIPTORS; seen++) {
      long at = offset(index, descriptors, head);
      int flags = BufferResolver.halfword(descriptors, at + FLAGS_OFFSET);
      if ((flags & F_INDIRECT) != 0) {
        checkIndirect(flags, nested, head);
        descriptors = buffers.table(chain, descriptors, at);
        nested = true;
        index = 0;
        continue;
      }
      buffers.add(chain, descriptors, at, flags);
      if ((flags & F_NEXT) == 0) {
        return;
      }
      index = BufferResolver.halfword(descriptors, at + NEXT_OFFSET);
    }
    throw BufferResolver.tooLong(chain);
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

  /** The device ignores the write flag of a descriptor that refers to a table (2.7.5.3.2). */
  private static void checkIndirect(int flags, boolean nested, int head) {
    if (nested || (flags & F_NEXT) != 0) {
      throw new GuestException(
          "chain %d has a table of descriptors %s"
              .formatted(head, nested ? "within a table" : "that is not its end"));
    }
  }
}
