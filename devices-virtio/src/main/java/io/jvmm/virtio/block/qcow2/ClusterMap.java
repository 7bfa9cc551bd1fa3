package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where the contents of each of the disk's clusters are: the active L1 table, which is in memory,
 * and the L2 tables that it points to. Used by one thread at a time.
 */
final class ClusterMap {
  private static final int CACHE_BYTES = 4 << 20;

  private final ImageFile file;
  private final Geometry geometry;
  private final MetadataClusters metadata;
  private final TablePages pages;
  private long offset; // of the L1 table, in bytes
  private long[] l1;
  private final BitSet changed = new BitSet(); // L1 entries that are not in the file yet

  /** Reads the L1 table, and claims its clusters and those of the L2 tables. */
  ClusterMap(ImageFile file, Qcow2Header header, MetadataClusters metadata, Runnable commit) {
    this.file = file;
    this.geometry = header.geometry();
    this.metadata = metadata;
    this.pages = new TablePages(file, geometry, CACHE_BYTES, commit);
    TableExtent table = header.extent().l1();
    this.offset = table.offset();
    metadata.claim("the L1 table", offset, table.bytes());
    this.l1 = Entries.read(file, table);
    for (int i = 0; i < l1.length; i++) {
      if (tableOffset(i) != 0) {
        metadata.claim("L2 table " + i, tableOffset(i), geometry.clusterSize());
      }
    }
  }

  /** The entry of one of the disk's clusters. */
  L2Entry entry(long cluster) {
    return tableOffset(index(cluster)) == 0
        ? L2Entry.UNALLOCATED
        : new L2Entry(pages.entry(position(cluster)));
  }

  /** The first cluster from one on that has an L2 table; if none has, where the L1 table ends. */
  long nextMapped(long cluster) {
    int first = index(cluster);
    int index = first;
    while (index < l1.length && tableOffset(index) == 0) {
      index++;
    }
    return index == first ? cluster : (long) index * geometry.entriesOfL2Table();
  }

  /** Changes an entry; {@link #makeWritable} was called for it. */
  void setEntry(long cluster, L2Entry entry) {
    pages.setEntry(position(cluster), entry.bits());
  }

  private long position(long cluster) {
    long within = cluster % geometry.entriesOfL2Table();
    return tableOffset(index(cluster)) + within * Long.BYTES;
  }

  private int index(long cluster) {
    return (int) (cluster / geometry.entriesOfL2Table());
  }

  private long tableOffset(int index) {
    return l1[index] & L2Entry.OFFSET;
  }

  /** Whether nobody else refers to the L2 table that maps a cluster; there is one then. */
  private boolean isWritable(int index) {
    return tableOffset(index) != 0 && (l1[index] & L2Entry.COPIED) != 0;
  }

  /** Makes sure that an entry can be changed: its L2 table is the active L1 table's alone. */
  void makeWritable(long cluster, ClusterAllocator allocator) {
    int index = index(cluster);
    if (isWritable(index)) {
      return;
    }
    long old = tableOffset(index);
    ClusterAllocator.Allocation table = allocator.allocate();
    try {
      file.write(contents(old), table.offset());
    } catch (RuntimeException e) {
      allocator.abandon(table);
      throw e;
    }
    pages.forget(table.offset(), geometry.clusterSize());
    metadata.add(table.offset());
    l1[index] = table.offset() | L2Entry.COPIED;
    changed.set(index);
    if (old != 0) {
      allocator.release(old, 1);
    }
  }

  /** A shared table was never changed here, so the file has all of it. */
  private MemorySegment contents(long old) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[geometry.clusterSize()]);
    if (old != 0) {
      file.readOrZero(bytes, old);
    }
    return bytes;
  }

  /** Writes the L2 tables that have changed. */
  void writeTables() {
    pages.write();
  }

  /** Whether there are L2 tables that the L1 table in the file does not point to yet. */
  boolean hasNewTables() {
    return !changed.isEmpty();
  }

  /** Makes the L1 table in the file point to all L2 tables. */
  void writeL1() {
    Entries.write(file, offset, l1, changed);
  }

  /** Writes a copy of the L1 table to where it has room for more entries, which map nothing. */
  void copyL1(TableExtent place) {
    long[] longer = Arrays.copyOf(l1, place.entries());
    file.write(Entries.toBytes(longer, 0, longer.length), place.offset());
  }

  /** The copy, which is as the L1 table is, takes its place. */
  void switchTo(TableExtent copy) {
    offset = copy.offset();
    l1 = Arrays.copyOf(l1, copy.entries());
  }

  /** What was written is on stable storage. */
  void markWritten() {
    pages.markWritten();
    changed.clear();
  }
}
