package io.jvmm.stage2;

import io.jvmm.lpae.TableFormat;
import io.jvmm.lpae.TableMemory;
import io.jvmm.vmm.error.GuestException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The memory that tables live in: off the heap, a granule each, side by side from the address that
 * the initial lookup's tables have. Not safe for use by several threads.
 */
final class TablePool implements TableMemory {
  private static final ValueLayout.OfLong ENTRY =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** So many tables to a chunk: the largest root fits. */
  private static final int CHUNK_TABLES = 16;

  private final TableFormat format;
  private final long root;
  private final Arena arena;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private final Deque<Long> released = new ArrayDeque<>();
  private long size;

  TablePool(Stage2Config config, long root, Arena arena) {
    this.format = config.format();
    this.root = root;
    this.arena = arena;
    this.size = config.rootTables() * format.granule().pageSize();
    chunks.add(newChunk());
  }

  TableFormat format() {
    return format;
  }

  /** The address of the initial lookup's first table. */
  long root() {
    return root;
  }

  /** How many bytes all tables take, from the root on. */
  long size() {
    return size;
  }

  /** How many tables are in use, the initial lookup's included. */
  int inUse() {
    return (int) (size / format.granule().pageSize()) - released.size();
  }

  /** Makes a table with entries, and gives its address. */
  long allocate(Entries entries) {
    long table = released.isEmpty() ? extend() : released.pop();
    for (int i = 0; i < entries.count(); i++) {
      write(table + (long) i * Long.BYTES, entries.get(i).bits());
    }
    return table;
  }

  /** Takes a table back. */
  void release(long table) {
    released.push(table);
  }

  @Override
  public long read(long address) {
    if (Long.compareUnsigned(address - root, size) >= 0) {
      throw new GuestException("no table is at 0x%x".formatted(address));
    }
    return chunk(address).get(ENTRY, (address - root) % chunkSize());
  }

  void write(long address, long descriptor) {
    chunk(address).set(ENTRY, (address - root) % chunkSize(), descriptor);
  }

  /** Copies all tables, as a processor would find them from the root on. */
  void copyTo(MemorySegment image) {
    for (int i = 0; i < chunks.size(); i++) {
      long start = i * chunkSize();
      long length = Math.min(chunkSize(), size - start);
      MemorySegment.copy(chunks.get(i), 0, image, start, length);
    }
  }

  private long extend() {
    long table = root + size;
    size += format.granule().pageSize();
    if (size > chunks.size() * chunkSize()) {
      chunks.add(newChunk());
    }
    return table;
  }

  private long chunkSize() {
    return CHUNK_TABLES * format.granule().pageSize();
  }

  private MemorySegment chunk(long address) {
    return chunks.get((int) ((address - root) / chunkSize()));
  }

  private MemorySegment newChunk() {
    return arena.allocate(chunkSize(), format.granule().pageSize());
  }
}
