package io.jvmm.virtio.queue;

import static io.jvmm.virtio.queue.BufferResolver.DESCRIPTOR_SIZE;
import static io.jvmm.virtio.queue.BufferResolver.F_INDIRECT;
import static io.jvmm.virtio.queue.BufferResolver.F_NEXT;
import static io.jvmm.virtio.queue.BufferResolver.MAX_DESCRIPTORS;

import io.jvmm.vmm.error.GuestException;
import java.lang.foreign.MemorySegment;

/**
 * Reads chains from the descriptor ring of a packed queue (virtio 1.3, 2.8.5 to 2.8.7): descriptors
 * that follow one another, the last one with the buffer's ID, or one that refers to a table.
 *
 * <pre>
 *   +0 address   +8 length   +12 id   +14 flags
 * </pre>
 */
final class PackedChainReader {
  static final int LENGTH_OFFSET = 8;
  static final int ID_OFFSET = 12;
  static final int FLAGS_OFFSET = 14;

  private final BufferResolver buffers;
  private final MemorySegment ring;
  private final int size;

  PackedChainReader(BufferResolver buffers, MemorySegment ring) {
    this.buffers = buffers;
    this.ring = ring;
    this.size = (int) (ring.byteSize() / DESCRIPTOR_SIZE);
  }

  /**
   * Reads the chain that starts at a descriptor of the ring.
   *
   * @param firstFlags that descriptor's flags, by which it was found to be available
   */
  void read(int first, int firstFlags, DescriptorChain chain) {
    chain.begin(first);
    int flags = firstFlags;
    int index = first;
    for (int seen = 1; seen <= Math.min(size, MAX_DESCRIPTORS); seen++) {
      long at = (long) index * DESCRIPTOR_SIZE;
      addDirectOrTable(chain, at, flags, seen);
      if ((flags & F_NEXT) == 0) {
        chain.identify(BufferResolver.halfword(ring, at + ID_OFFSET), seen);
        return;
      }
      index = index + 1 == size ? 0 : index + 1;
      flags = BufferResolver.halfword(ring, (long) index * DESCRIPTOR_SIZE + FLAGS_OFFSET);
    }
    throw BufferResolver.tooLong(chain);
  }

  private void addDirectOrTable(DescriptorChain chain, long at, int flags, int seen) {
    if ((flags & F_INDIRECT) == 0) {
      buffers.add(chain, ring, at, flags);
    } else if (seen == 1 && (flags & F_NEXT) == 0) {
      addAll(chain, buffers.table(chain, ring, at));
    } else {
      throw new GuestException(
          "chain %d mixes a table of descriptors with others".formatted(chain.head()));
    }
  }

  /** All of a table is one chain, and of the flags only the write flag counts (2.8.7). */
  private void addAll(DescriptorChain chain, MemorySegment table) {
    if (table.byteSize() > (long) MAX_DESCRIPTORS * DESCRIPTOR_SIZE) {
      throw BufferResolver.tooLong(chain);
    }
    for (long at = 0; at < table.byteSize(); at += DESCRIPTOR_SIZE) {
      buffers.add(chain, table, at, BufferResolver.halfword(table, at + FLAGS_OFFSET));
    }
  }
}
