package io.jvmm.stage2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The memory that tables live in: off the heap, 4 KiB each, zeroed. Tables are addressed from 0,
 * where the initial lookup's tables are; a processor would find them at VTTBR_EL2.BADDR. Not safe
 * for use by several threads.
 */
final class TablePool {
  /** The address of the initial lookup's first table. */
  static final long ROOT = 0;

  /** Sixteen tables: the largest root fits, and is aligned to its size as BADDR demands. */
  private static final long CHUNK_SIZE = 16 * Granule.PAGE_SIZE;

  private static final ValueLayout.OfLong ENTRY =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private final Deque<Long> released = new ArrayDeque<>();
  private long end;

  TablePool(int rootTables, Arena arena) {
    this.arena = arena;
    this.end = rootTables * Granule.PAGE_SIZE;
    chunks.add(newChunk());
  }

  /** Makes a table without valid entries. */
  long allocate() {
    Long again = released.poll();
    if (again != null) {
      return again;
    }
    long table = end;
    end += Granule.PAGE_SIZE;
    if (end > chunks.size() * CHUNK_SIZE) {
      chunks.add(newChunk());
    }
    return table;
  }

  /** Takes a table back. */
  void release(long table) {
    chunk(table).asSlice(table % CHUNK_SIZE, Granule.PAGE_SIZE).fill((byte) 0);
    released.push(table);
  }

  /** How many tables are in use, the initial lookup's included. */
  int inUse() {
    return (int) (end / Granule.PAGE_SIZE) - released.size();
  }

  Descriptor read(long entry) {
    return new Descriptor(chunk(entry).get(ENTRY, entry % CHUNK_SIZE));
  }

  void write(long entry, Descriptor descriptor) {
    chunk(entry).set(ENTRY, entry % CHUNK_SIZE, descriptor.bits());
  }

  private MemorySegment chunk(long address) {
    return chunks.get((int) (address / CHUNK_SIZE));
  }

  private MemorySegment newChunk() {
    return arena.allocate(CHUNK_SIZE, CHUNK_SIZE);
  }
}
