package io.jvmm.virtio.queue;

import io.jvmm.vmm.error.GuestException;
import java.lang.foreign.MemorySegment;

/**
 * The buffers of one request: first those that the device reads, then those that it writes. Made
 * once and filled again and again by {@link Virtqueue#poll}.
 */
public final class DescriptorChain {
  private static final long MAX_BYTES = 1L << 32; // virtio 1.3, 2.7.5.2

  private final BufferCursor readable = new BufferCursor();
  private final BufferCursor writable = new BufferCursor();
  private int head;
  private int slots;

  /** An empty chain. */
  public DescriptorChain() {}

  /** What the device may read. */
  public BufferCursor readable() {
    return readable;
  }

  /** What the device may write. */
  public BufferCursor writable() {
    return writable;
  }

  /** The number by which the driver knows the chain, or where it starts while it is being read. */
  int head() {
    return head;
  }

  /** How many descriptors of a packed ring it occupies. */
  int slots() {
    return slots;
  }

  void begin(int first) {
    head = first;
    readable.clear();
    writable.clear();
  }

  /** Ends the reading of a chain from a packed ring, whose last descriptor has the buffer's ID. */
  void identify(int bufferId, int descriptors) {
    head = bufferId;
    slots = descriptors;
  }

  void addReadable(MemorySegment buffer) {
    if (writable.remaining() != 0) {
      throw new GuestException(
          "chain %d has a device-readable buffer after a device-writable one".formatted(head));
    }
    readable.append(buffer);
    checkLength();
  }

  void addWritable(MemorySegment buffer) {
    writable.append(buffer);
    checkLength();
  }

  private void checkLength() {
    if (readable.remaining() + writable.remaining() > MAX_BYTES) {
      throw new GuestException("chain %d has more than 2^32 bytes".formatted(head));
    }
  }
}
