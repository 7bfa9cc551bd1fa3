package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How many references there are to each cluster of the file, as 16-bit counts in blocks that a
 * table points to. Used by one thread at a time.
 */
final class RefcountTable {
  private static final long BLOCK_OFFSET = ~0x1ffL;
  private static final int CACHE_BYTES = 2 << 20;

  private final ImageFile file;
  private final Geometry geometry;
  private final MetadataClusters metadata;
  private final TablePages pages;
  private final BitSet changed = new BitSet(); // entries that are not in the file yet
  private long offset;
  private long[] blocks; // where each block is; 0 where there is none

  /** Reads the table, and claims its clusters and its blocks'. */
  RefcountTable(ImageFile file, Qcow2Header header, MetadataClusters metadata, Runnable commit) {
    this.file = file;
    this.geometry = header.geometry();
    this.metadata = metadata;
    this.pages = new TablePages(file, geometry, CACHE_BYTES, commit);
    this.offset = header.refcounts().offset();
    metadata.claim("the refcount table", offset, header.refcounts().bytes());
    this.blocks = Entries.read(file, header.refcounts());
    for (int i = 0; i < blocks.length; i++) {
      if (blocks[i] != 0) {
        metadata.claim("refcount block " + i, blocks[i], geometry.clusterSize());
      }
    }
  }

  /** How many references there are to a cluster, 0 if no block counts it. */
  int count(long cluster) {
    return hasBlock(cluster) ? pages.count(position(cluster)) : 0;
  }

  /** Sets how many there are; a block counts it. */
  void setCount(long cluster, int count) {
    pages.setCount(position(cluster), count);
  }

  private long position(long cluster) {
    int within = (int) (cluster % geometry.entriesOfRefcountBlock());
    return (blocks[index(cluster)] & BLOCK_OFFSET) + (long) within * Short.BYTES;
  }

  private int index(long cluster) {
    return (int) (cluster / geometry.entriesOfRefcountBlock());
  }

  /** Whether the table is long enough to count a cluster. */
  boolean covers(long cluster) {
    return cluster / geometry.entriesOfRefcountBlock() < blocks.length;
  }

  boolean hasBlock(long cluster) {
    return covers(cluster) && blocks[index(cluster)] != 0;
  }

  /**
   * Makes a free cluster the block that counts another one, and everything around that.
   *
   * @param free counted by a block that there is, or by this one
   */
  void addBlock(long free, long counted) {
    long block = geometry.offset(free);
    file.write(MemorySegment.ofArray(new byte[geometry.clusterSize()]), block);
    pages.forget(block, geometry.clusterSize());
    blocks[index(counted)] = block;
    changed.set(index(counted));
    metadata.add(block);
    setCount(free, 1);
  }

  /**
   * Moves the table to where it is at least twice as long. All else that has changed is in the file
   * already, and this is too when it returns: a new area of the file holds the blocks that count it
   * and the longer table, and then the header is switched to them at one blow.
   *
   * @return where the old table was
   * @throws HostException if it is as long as it can be
   */
  TableExtent grow() {
    TableExtent old = new TableExtent(offset, blocks.length);
    long start =
        Math.max(
            (long) blocks.length * geometry.entriesOfRefcountBlock(),
            geometry.clustersFor(file.size()));
    NewArea area = NewArea.at(start, blocks.length, geometry);
    if ((long) area.entries() * Long.BYTES > HeaderReader.MAX_REFCOUNT_TABLE_BYTES) {
      throw new HostException(
          "disk image %s is full: its refcount table cannot grow".formatted(file.path()));
    }
    long[] longer = Arrays.copyOf(blocks, area.entries());
    for (int i = 0; i < area.blocks(); i++) {
      longer[area.firstBlock() + i] = geometry.offset(start + i);
    }
    write(area);
    switchTo(geometry.offset(start + area.blocks()), longer);
    for (long cluster = start; cluster < area.end(geometry); cluster++) {
      metadata.add(geometry.offset(cluster));
    }
    return old;
  }

  private void write(NewArea area) {
    int perBlock = geometry.entriesOfRefcountBlock();
    for (int i = 0; i < area.blocks(); i++) {
      ByteBuffer counts = ByteBuffer.allocate(geometry.clusterSize());
      long first = (long) (area.firstBlock() + i) * perBlock;
      long from = Math.max(first, area.start());
      long to = Math.min(first + perBlock, area.end(geometry));
      for (long cluster = from; cluster < to; cluster++) {
        counts.putShort((int) (cluster - first) * Short.BYTES, (short) 1);
      }
      pages.forget(geometry.offset(area.start() + i), geometry.clusterSize());
      file.write(MemorySegment.ofBuffer(counts), geometry.offset(area.start() + i));
    }
  }

  private void switchTo(long newOffset, long... longer) {
    file.write(Entries.toBytes(longer, 0, longer.length), newOffset);
    file.flush();
    ByteBuffer fields = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    fields.putLong(0, newOffset);
    fields.putInt(Long.BYTES, (int) geometry.clustersFor((long) longer.length * Long.BYTES));
    file.write(MemorySegment.ofBuffer(fields), Qcow2Header.REFCOUNT_TABLE_OFFSET);
    file.flush();
    offset = newOffset;
    blocks = longer;
  }

  /**
   * Where the blocks and the table go when the table grows.
   *
   * @param start the first cluster of the area: its blocks are there
   * @param blocks how many blocks it takes to count the area
   * @param firstBlock which of all blocks the first of them is
   * @param entries how many entries the longer table has
   */
  private record NewArea(long start, int blocks, int firstBlock, int entries) {
    static NewArea at(long start, int oldEntries, Geometry geometry) {
      int perBlock = geometry.entriesOfRefcountBlock();
      int firstBlock = (int) (start / perBlock);
      int blocks = 0;
      NewArea area;
      do {
        blocks++;
        int least = Math.max(2 * oldEntries, firstBlock + blocks + 1);
        int clusters = (int) geometry.clustersFor((long) least * Long.BYTES);
        int entries = clusters * geometry.entriesOfL2Table();
        area = new NewArea(start, blocks, firstBlock, entries);
      } while ((area.end(geometry) - 1) / perBlock >= firstBlock + blocks);
      return area;
    }

    /** The first cluster after it. */
    long end(Geometry geometry) {
      return start + blocks + geometry.clustersFor((long) entries * Long.BYTES);
    }
  }

  /** Writes the blocks that have changed. */
  void writeBlocks() {
    pages.write();
  }

  /** Whether there are blocks that the table in the file does not point to yet. */
  boolean hasNewBlocks() {
    return !changed.isEmpty();
  }

  /** Makes the table in the file point to all blocks. */
  void writeTable() {
    Entries.write(file, offset, blocks, changed);
  }

  /** What was written is on stable storage. */
  void markWritten() {
    pages.markWritten();
    changed.clear();
  }
}
