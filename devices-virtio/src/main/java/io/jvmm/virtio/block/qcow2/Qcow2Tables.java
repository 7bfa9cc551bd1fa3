package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;

/**
 * All tables of an image, and the order in which changes to them get to the file. Used by one
 * thread at a time.
 */
final class Qcow2Tables {
  private final ImageFile file;
  private final ClusterMap map;
  private final RefcountTable refcounts;
  private final ClusterAllocator allocator;
  private final Geometry geometry;
  private volatile DiskExtent extent; // changed by one thread at a time, read by any
  private boolean headerInDoubt; // whether what the file says of the extent may be something else

  /** Reads the tables. */
  Qcow2Tables(ImageFile file, Qcow2Header header, MetadataClusters metadata) {
    this.file = file;
    this.refcounts = new RefcountTable(file, header, metadata, this::commit);
    this.map = new ClusterMap(file, header, metadata, this::commit);
    this.allocator =
        new ClusterAllocator(file, header.geometry(), refcounts, metadata, this::commit);
    this.geometry = header.geometry();
    this.extent = header.extent();
  }

  /** How many bytes the disk has. May be asked by any thread. */
  long size() {
    return extent.size();
  }

  ClusterMap map() {
    return map;
  }

  ClusterAllocator allocator() {
    return allocator;
  }

  /**
   * Brings everything to stable storage. A cluster is counted in the file before anything in the
   * file refers to it, and is counted down only after nothing does: whenever this process, or the
   * host, stops, the worst that is left is clusters that are counted and not used.
   */
  void commit() {
    refcounts.writeBlocks();
    file.flush(); // with the data that the L2 tables are going to refer to
    if (refcounts.hasNewBlocks()) {
      refcounts.writeTable();
      file.flush();
    }
    map.writeTables();
    file.flush();
    if (map.hasNewTables()) {
      map.writeL1();
      file.flush();
    }
    if (headerInDoubt) {
      switchTo(extent);
    }
    refcounts.markWritten();
    map.markWritten();
    allocator.freeReleased();
  }

  /**
   * Makes the L1 table long enough for a disk of so many bytes, which it does not become yet. Where
   * its clusters have no more room, a copy takes its place, and they are given back.
   */
  void lengthenL1(long bytes) {
    TableExtent old = extent.l1();
    TableExtent longer =
        new TableExtent(old.offset(), Math.toIntExact(geometry.l1EntriesFor(bytes)));
    if (longer.entries() <= old.entries()) {
      return;
    }
    commit(); // now the table in the file is as it is in memory
    long clusters = geometry.clustersFor(longer.bytes());
    if (clusters == geometry.clustersFor(old.bytes())) {
      copyL1(longer);
      useL1(longer);
    } else {
      moveL1(longer.entries(), clusters);
    }
  }

  private void moveL1(int entries, long clusters) {
    TableExtent old = extent.l1();
    TableExtent copy = new TableExtent(allocator.allocateTable(clusters), entries);
    try {
      copyL1(copy);
    } catch (RuntimeException e) {
      allocator.abandonTable(copy.offset(), clusters);
      throw e;
    }
    useL1(copy);
    allocator.release(old.offset(), old.bytes());
  }

  /** The copy is on stable storage then, and so is that its clusters are counted. */
  private void copyL1(TableExtent copy) {
    map.copyL1(copy);
    commit();
  }

  private void useL1(TableExtent copy) {
    switchTo(new DiskExtent(extent.size(), copy));
    map.switchTo(copy);
  }

  /**
   * The disk has so many bytes from now on; the L1 table is long enough, and what is new maps
   * zeroes.
   */
  void resize(long bytes) {
    commit();
    switchTo(new DiskExtent(bytes, extent.l1()));
  }

  /**
   * Makes the header say something else, once all that it refers to is in the file: a write within
   * a sector, which is there whole or not at all. If that fails nobody knows, and the next {@link
   * #commit} makes sure.
   */
  private void switchTo(DiskExtent next) {
    headerInDoubt = true;
    file.write(next.toBytes(), DiskExtent.OFFSET);
    file.flush();
    headerInDoubt = false;
    extent = next;
  }

  /** The same, and then counts what was given back as free: so that nothing is left. */
  void commitAll() {
    commit();
    commit();
  }
}
