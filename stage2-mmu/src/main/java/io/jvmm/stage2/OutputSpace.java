package io.jvmm.stage2;

import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.GuestAddress;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What output addresses mean. User space sees no physical addresses, so host memory is laid out in
 * an offset space of its own: each segment gets a base, and an output address is a base plus an
 * offset in that segment. Bases agree with the guest's addresses modulo 1 GiB, so that blocks are
 * as large as they can be; between segments there is always a gap, so that contiguous output
 * addresses are contiguous memory. Not safe for use by several threads.
 */
final class OutputSpace {
  private static final long LARGEST_BLOCK = 1L << 30;

  private final NavigableMap<Long, MemorySegment> placed = new TreeMap<>();
  private long end;

  /** A stretch of one segment: {@code offset} bytes from its start. */
  record Location(MemorySegment memory, long offset) {}

  /** Gives memory an output address, for use at a guest address. */
  long place(MemorySegment memory, GuestAddress guest) {
    long base = (end / LARGEST_BLOCK + 1) * LARGEST_BLOCK + guest.value() % LARGEST_BLOCK;
    placed.put(base, memory);
    end = base + memory.byteSize();
    return base;
  }

  /** Where an output address lies. */
  Location locate(long output) {
    Map.Entry<Long, MemorySegment> at = placed.floorEntry(output);
    if (at == null || output - at.getKey() >= at.getValue().byteSize()) {
      throw new InternalException("the tables lead to 0x%x, where nothing is".formatted(output));
    }
    return new Location(at.getValue(), output - at.getKey());
  }
}
